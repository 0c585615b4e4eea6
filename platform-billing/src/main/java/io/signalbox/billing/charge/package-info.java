/** What tenants pay for their usage, and the credits they pay with. */
@NullMarked
package io.signalbox.billing.charge;

import org.jspecify.annotations.NullMarked;
