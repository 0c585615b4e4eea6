/** The embedded PostgreSQL: unpacks, starts, adopts and stops a real, durable server. */
@NullMarked
package io.signalbox.postgres;

import org.jspecify.annotations.NullMarked;
