/** Double entry, append only; every transaction sums to zero. */
@NullMarked
package io.signalbox.billing.ledger;

import org.jspecify.annotations.NullMarked;
