/** OpenAI's protocols as Azure serves them: other paths, other headers, a content filter. */
@NullMarked
package io.signalbox.dialect.azure;

import org.jspecify.annotations.NullMarked;
