/** How to send the first request. */
@NullMarked
package io.signalbox.web.start;

import org.jspecify.annotations.NullMarked;
