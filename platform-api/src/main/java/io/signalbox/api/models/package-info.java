/** Which models a key may use, with prices and capabilities. */
@NullMarked
package io.signalbox.api.models;

import org.jspecify.annotations.NullMarked;
