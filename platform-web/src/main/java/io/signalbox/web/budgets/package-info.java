/** The pages of budgets: how they stand, setting, changing, raising and archiving them with the effect shown first, and their history. */
@NullMarked
package io.signalbox.web.budgets;

import org.jspecify.annotations.NullMarked;
