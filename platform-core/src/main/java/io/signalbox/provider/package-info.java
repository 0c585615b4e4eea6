/** Upstream wire protocols and the client that sends one attempt. */
@NullMarked
package io.signalbox.provider;

import org.jspecify.annotations.NullMarked;
