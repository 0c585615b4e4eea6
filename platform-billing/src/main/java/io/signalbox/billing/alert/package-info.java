/** Being told in time: rules, what they find, and whom to tell. */
@NullMarked
package io.signalbox.billing.alert;

import org.jspecify.annotations.NullMarked;
