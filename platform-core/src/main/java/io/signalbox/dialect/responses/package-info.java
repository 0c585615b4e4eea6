/** OpenAI's Responses API: read and written for its clients, and spoken to providers. */
@NullMarked
package io.signalbox.dialect.responses;

import org.jspecify.annotations.NullMarked;
