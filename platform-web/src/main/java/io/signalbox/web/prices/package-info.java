/** The page of prices: who pays what, where each figure is from, and what was used without one. */
@NullMarked
package io.signalbox.web.prices;

import org.jspecify.annotations.NullMarked;
