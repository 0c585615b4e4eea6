/** Virtual keys: their form, their verdicts, their verification and storage. */
@NullMarked
package io.signalbox.key;

import org.jspecify.annotations.NullMarked;
