/** The process: its commands, and the one place that composes a node, starts it and brings it to rest. */
@NullMarked
package io.signalbox.launch;

import org.jspecify.annotations.NullMarked;
