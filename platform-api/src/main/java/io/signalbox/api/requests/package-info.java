/** What happened to one request, and what a key may still spend. */
@NullMarked
package io.signalbox.api.requests;

import org.jspecify.annotations.NullMarked;
