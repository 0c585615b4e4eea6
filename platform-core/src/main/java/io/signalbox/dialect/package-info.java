/** Every protocol Signalbox speaks, put together. */
@NullMarked
package io.signalbox.dialect;

import org.jspecify.annotations.NullMarked;
