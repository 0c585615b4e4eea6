/** Budgets and the gate before every attempt: money is held before a byte goes upstream and settled after. */
@NullMarked
package io.signalbox.billing.budget;

import org.jspecify.annotations.NullMarked;
