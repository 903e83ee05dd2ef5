/** Checks of a machine and a configuration before a start. Uses the server's checks where they exist; starts nothing. */
@NullMarked
package dev.fanfare.cli.doctor;

import org.jspecify.annotations.NullMarked;
