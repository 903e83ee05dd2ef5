/** Who gets in and who may do what, by tokens and by what an operator has set. */
@NullMarked
package dev.fanfare.server.access;

import org.jspecify.annotations.NullMarked;
