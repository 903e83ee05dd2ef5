/** Tests of the archive that {@code mvn package} creates. */
@NullMarked
package dev.fanfare.dist;

import org.jspecify.annotations.NullMarked;
