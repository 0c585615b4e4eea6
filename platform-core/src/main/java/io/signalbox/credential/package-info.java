/** Provider credentials, sealed at rest and opened only in memory. */
@NullMarked
package io.signalbox.credential;

import org.jspecify.annotations.NullMarked;
