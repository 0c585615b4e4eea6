/** The dashboard's routes: every page, what it needs, and how it is answered. */
@NullMarked
package io.signalbox.web;

import org.jspecify.annotations.NullMarked;
