/** Metric names, the access line and the keeper of futures nobody awaits. */
@NullMarked
package io.signalbox.telemetry;

import org.jspecify.annotations.NullMarked;
