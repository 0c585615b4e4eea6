/** The tenant admin API: one class per resource, laid out in {@link io.signalbox.api.manage.ManageRoutes}. */
@NullMarked
package io.signalbox.api.manage;

import org.jspecify.annotations.NullMarked;
