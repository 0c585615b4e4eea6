/** Brings a database to the schema this code expects, forward only. */
@NullMarked
package io.signalbox.migrations;

import org.jspecify.annotations.NullMarked;
