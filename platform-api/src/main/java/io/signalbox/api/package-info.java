/** The table of contents of the data plane: which path leads to which handler. */
@NullMarked
package io.signalbox.api;

import org.jspecify.annotations.NullMarked;
