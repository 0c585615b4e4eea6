/** Every way of asking at every provider's protocol: what works, what is refused and with which words. */
@NullMarked
package io.signalbox.compatibility;

import org.jspecify.annotations.NullMarked;
