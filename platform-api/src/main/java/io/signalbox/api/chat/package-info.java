/** Chat completions: from bytes to a plan, through the budget to a provider, and back. */
@NullMarked
package io.signalbox.api.chat;

import org.jspecify.annotations.NullMarked;
