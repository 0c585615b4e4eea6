/** Identifiers and where their randomness comes from. */
@NullMarked
package io.signalbox.id;

import org.jspecify.annotations.NullMarked;
