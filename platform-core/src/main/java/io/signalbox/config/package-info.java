/** The process's configuration: records built once from file and environment. */
@NullMarked
package io.signalbox.config;

import org.jspecify.annotations.NullMarked;
