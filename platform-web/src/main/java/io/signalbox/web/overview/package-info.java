/** The overview: where the money went, what is left of it, and what routing saved. */
@NullMarked
package io.signalbox.web.overview;

import org.jspecify.annotations.NullMarked;
