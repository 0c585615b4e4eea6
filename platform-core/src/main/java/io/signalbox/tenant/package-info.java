/** Tenants, their apps and members: who is isolated from whom. */
@NullMarked
package io.signalbox.tenant;

import org.jspecify.annotations.NullMarked;
