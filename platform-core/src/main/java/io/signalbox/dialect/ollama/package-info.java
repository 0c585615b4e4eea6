/** Ollama's own API as a provider speaks it. */
@NullMarked
package io.signalbox.dialect.ollama;

import org.jspecify.annotations.NullMarked;
