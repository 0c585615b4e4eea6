/** Runs the escrow protocol, and known-bad ones, through crashes, partitions and lost disks by the seed, and checks what must always hold. */
@NullMarked
package io.signalbox.billing.sim;

import org.jspecify.annotations.NullMarked;
