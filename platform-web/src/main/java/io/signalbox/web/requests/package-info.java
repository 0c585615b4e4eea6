/** The list of requests and the page of one: what happened, why that model, what it cost. */
@NullMarked
package io.signalbox.web.requests;

import org.jspecify.annotations.NullMarked;
