/** What can be asked for and where it runs: models, providers, deployments, aliases, as one immutable snapshot. */
@NullMarked
package io.signalbox.catalog;

import org.jspecify.annotations.NullMarked;
