/** smart-select's decision: from a request's facts and a catalog to an ordered plan of attempts. Pure. */
@NullMarked
package io.signalbox.route;

import org.jspecify.annotations.NullMarked;
