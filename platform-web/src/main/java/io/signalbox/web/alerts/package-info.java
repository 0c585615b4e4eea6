/** The page of alerts: what was found, what is watched, who is told and what was sent. */
@NullMarked
package io.signalbox.web.alerts;

import org.jspecify.annotations.NullMarked;
