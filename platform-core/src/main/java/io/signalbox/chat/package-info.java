/** A chat request and reply as bytes: what one scan learns of them and how they are spliced. */
@NullMarked
package io.signalbox.chat;

import org.jspecify.annotations.NullMarked;
