/** Tests with the unmodified JavaScript SDK of Centrifuge on Node.js, against applications on real ports. */
@NullMarked
package dev.fanfare.sdk;

import org.jspecify.annotations.NullMarked;
