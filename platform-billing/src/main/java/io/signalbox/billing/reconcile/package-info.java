/** The accounts' checks, always on: what does not agree is kept, told and stops its budget. */
@NullMarked
package io.signalbox.billing.reconcile;

import org.jspecify.annotations.NullMarked;
