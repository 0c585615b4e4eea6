/** The pages of virtual keys: list, create, rotate, revoke. */
@NullMarked
package io.signalbox.web.keys;

import org.jspecify.annotations.NullMarked;
