/** A provider on loopback that speaks OpenAI's dialect, answers deterministically, fails on demand and keeps its own meter. */
@NullMarked
package io.signalbox.sandbox;

import org.jspecify.annotations.NullMarked;
