/** Invoices and credit notes: drawn from charges, frozen when issued. */
@NullMarked
package io.signalbox.billing.invoice;

import org.jspecify.annotations.NullMarked;
