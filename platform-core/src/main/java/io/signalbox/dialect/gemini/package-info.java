/** Google's Gemini API as a provider speaks it. */
@NullMarked
package io.signalbox.dialect.gemini;

import org.jspecify.annotations.NullMarked;
