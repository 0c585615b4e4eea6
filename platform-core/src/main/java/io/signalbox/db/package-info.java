/** The only door to PostgreSQL: transactions under row-level security, and the change feed. */
@NullMarked
package io.signalbox.db;

import org.jspecify.annotations.NullMarked;
