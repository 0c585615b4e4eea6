/** From tokens to money: pure functions. */
@NullMarked
package io.signalbox.billing.price;

import org.jspecify.annotations.NullMarked;
