/** Anthropic's Messages: what a provider is asked in it, and what its clients ask in it. */
@NullMarked
package io.signalbox.dialect.anthropic;

import org.jspecify.annotations.NullMarked;
