/** Times what every attempt pays for exact budgets: purses in memory and records on disk. */
@NullMarked
package io.signalbox.billing.bench;

import org.jspecify.annotations.NullMarked;
