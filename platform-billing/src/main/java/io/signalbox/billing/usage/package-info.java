/** What was used: immutable usage events and request records. */
@NullMarked
package io.signalbox.billing.usage;

import org.jspecify.annotations.NullMarked;
