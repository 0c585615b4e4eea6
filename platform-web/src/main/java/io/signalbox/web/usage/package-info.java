/** The explorer of usage and cost: where the money went, by whatever one asks. */
@NullMarked
package io.signalbox.web.usage;

import org.jspecify.annotations.NullMarked;
