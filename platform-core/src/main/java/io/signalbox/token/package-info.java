/** Counting tokens ourselves, where no provider tells: estimates, never bounds. */
@NullMarked
package io.signalbox.token;

import org.jspecify.annotations.NullMarked;
