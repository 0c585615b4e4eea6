/** What apps asked and were answered, for the tenants that have it stored: sealed, and only for as long as they say. */
@NullMarked
package io.signalbox.content;

import org.jspecify.annotations.NullMarked;
