/** From the journal into PostgreSQL: what the node noted becomes usage, ledger and budgets, at least once told and once counted. */
@NullMarked
package io.signalbox.billing.drain;

import org.jspecify.annotations.NullMarked;
