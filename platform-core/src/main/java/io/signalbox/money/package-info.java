/** Integer money: nano-USD amounts, rates per million tokens, token usage in disjoint classes. Depends on the JDK only. */
@NullMarked
package io.signalbox.money;

import org.jspecify.annotations.NullMarked;
