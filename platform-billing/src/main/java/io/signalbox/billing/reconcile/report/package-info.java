/** What providers report of our account with them, and how far it is from what we metered. */
@NullMarked
package io.signalbox.billing.reconcile.report;

import org.jspecify.annotations.NullMarked;
