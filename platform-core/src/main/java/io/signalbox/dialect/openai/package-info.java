/** OpenAI's chat completions, on both sides: what a client sends and gets, and how the many providers that speak it are asked. */
@NullMarked
package io.signalbox.dialect.openai;

import org.jspecify.annotations.NullMarked;
