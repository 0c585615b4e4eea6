/** What the installation does by itself again and again, on one node at a time. */
@NullMarked
package io.signalbox.billing.job;

import org.jspecify.annotations.NullMarked;
