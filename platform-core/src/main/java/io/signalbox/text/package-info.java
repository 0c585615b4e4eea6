/** Comparing what people type with what is known. */
@NullMarked
package io.signalbox.text;

import org.jspecify.annotations.NullMarked;
