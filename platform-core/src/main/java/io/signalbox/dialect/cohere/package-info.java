/** Cohere's second chat protocol. */
@NullMarked
package io.signalbox.dialect.cohere;

import org.jspecify.annotations.NullMarked;
