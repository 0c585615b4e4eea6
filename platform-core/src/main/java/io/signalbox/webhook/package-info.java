/** Telling the outside world what happened: channels, an outbox of deliveries, and the ways of sending them. */
@NullMarked
package io.signalbox.webhook;

import org.jspecify.annotations.NullMarked;
