/** Signing people in: one-time links, session cookies, and the proof that a form was sent from our own page. */
@NullMarked
package io.signalbox.web.signin;

import org.jspecify.annotations.NullMarked;
