/** What the end-to-end tests drive: the gateway as a process, its clients, its database and its upstreams. */
@NullMarked
package io.signalbox.e2e.gateway;

import org.jspecify.annotations.NullMarked;
