/** The proof that anyone can run: real nodes, a real database, everything killed and cut off at random, and a provider's meter as the judge. */
@NullMarked
package io.signalbox.launch.prove;

import org.jspecify.annotations.NullMarked;
