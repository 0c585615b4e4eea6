/** The money side of a node, put together. */
@NullMarked
package io.signalbox.billing;

import org.jspecify.annotations.NullMarked;
