/** JSON as bytes: read in one pass, spliced without a tree, and bounded trees for what must be translated. */
@NullMarked
package io.signalbox.json;

import org.jspecify.annotations.NullMarked;
