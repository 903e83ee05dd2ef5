/** The unmodified JavaScript SDK of Centrifuge, in Node, against applications on real ports. */
@NullMarked
package dev.fanfare.sdk;

import org.jspecify.annotations.NullMarked;
