/** Anthropic's Messages, on both sides: what a client sends and gets, and how the providers that speak it are asked. */
@NullMarked
package io.signalbox.dialect.anthropic;

import org.jspecify.annotations.NullMarked;
