/** Fixtures that every module's tests may use. */
@NullMarked
package io.signalbox.testing;

import org.jspecify.annotations.NullMarked;
