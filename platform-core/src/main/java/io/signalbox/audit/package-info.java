/** The audit trail: who did what to what, append-only and hash-chained per tenant. */
@NullMarked
package io.signalbox.audit;

import org.jspecify.annotations.NullMarked;
