/** What every data-plane request passes: its id, its body's bound, its key, and how its failure is told. */
@NullMarked
package io.signalbox.api.http;

import org.jspecify.annotations.NullMarked;
