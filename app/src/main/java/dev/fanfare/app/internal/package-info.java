/** The machinery between application threads and event loops. Nobody's business outside this module. */
@NullMarked
package dev.fanfare.app.internal;

import org.jspecify.annotations.NullMarked;
