/** The node's fsynced journal: intents and settlements until PostgreSQL has them. */
@NullMarked
package io.signalbox.billing.journal;

import org.jspecify.annotations.NullMarked;
