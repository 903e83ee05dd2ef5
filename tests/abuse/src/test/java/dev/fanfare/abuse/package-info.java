/**
 * Hostile clients against a server in its own virtual machine with a small heap. A test fails if the server ends, keeps memory, or
 * delays a well-behaved client. Timed assertions exist only in this module.
 */
@NullMarked
package dev.fanfare.abuse;

import org.jspecify.annotations.NullMarked;
