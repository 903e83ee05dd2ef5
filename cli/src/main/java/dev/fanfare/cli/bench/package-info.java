/**
 * The load test: clients on Netty, exact accounting of deliveries, and reports. Uses neither the server nor the other commands.
 */
@NullMarked
package dev.fanfare.cli.bench;

import org.jspecify.annotations.NullMarked;
