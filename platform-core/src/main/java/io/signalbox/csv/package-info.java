/** Tables as comma-separated values. */
@NullMarked
package io.signalbox.csv;

import org.jspecify.annotations.NullMarked;
