/** OpenAI's legacy {@code /v1/completions}: text in, text out, served by chat models. */
@NullMarked
package io.signalbox.dialect.completions;

import org.jspecify.annotations.NullMarked;
