/** Failures as values: one {@code Fault}, a closed list of codes, and who is to blame. Knows nothing of HTTP servers. */
@NullMarked
package io.signalbox.fault;

import org.jspecify.annotations.NullMarked;
