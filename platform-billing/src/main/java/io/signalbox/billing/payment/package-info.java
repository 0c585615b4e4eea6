/** Tenants' payments: what was asked for, who says it was paid, and whether to believe it. */
@NullMarked
package io.signalbox.billing.payment;

import org.jspecify.annotations.NullMarked;
