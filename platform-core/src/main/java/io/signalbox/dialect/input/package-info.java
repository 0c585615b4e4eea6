/** What takes inputs and gives no text: embeddings and moderations, as clients ask for them and as each protocol does them. */
@NullMarked
package io.signalbox.dialect.input;

import org.jspecify.annotations.NullMarked;
