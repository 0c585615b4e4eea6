/** The month's charges in the open format for cost and usage data, <a href="https://focus.finops.org/focus-specification/v1-2/">FOCUS 1.2</a>. */
@NullMarked
package io.signalbox.billing.focus;

import org.jspecify.annotations.NullMarked;
