/** Stored responses: conversations that go on from them, and reading and deleting them. */
@NullMarked
package io.signalbox.api.responses;

import org.jspecify.annotations.NullMarked;
