/** The pages of billing: what a tenant owes and has, how that came about, and its invoices. */
@NullMarked
package io.signalbox.web.billing;

import org.jspecify.annotations.NullMarked;
