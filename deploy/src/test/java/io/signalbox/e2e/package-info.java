/** The product as a user meets it: the real jar in a process of its own, driven by the SDKs and the browser that people use. */
@NullMarked
package io.signalbox.e2e;

import org.jspecify.annotations.NullMarked;
