/** What every page shares: rendering, layout, figures in words, charts, assets and security headers. */
@NullMarked
package io.signalbox.web.page;

import org.jspecify.annotations.NullMarked;
