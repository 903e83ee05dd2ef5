/** Files as HTTP content: where they come from, what may be asked for, types and tags. Knows no routes. */
@NullMarked
package dev.fanfare.app.files;

import org.jspecify.annotations.NullMarked;
