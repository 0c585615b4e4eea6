/** How money is shared out and spent exactly: the authority's books and a node's purses, without clock, database or network. */
@NullMarked
package io.signalbox.billing.escrow;

import org.jspecify.annotations.NullMarked;
