/** The admin API over real sockets and a real database. */
@NullMarked
package io.signalbox.api.manage;

import org.jspecify.annotations.NullMarked;
