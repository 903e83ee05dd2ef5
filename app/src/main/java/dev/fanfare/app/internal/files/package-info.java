/**
 * Static files as HTTP content: sources, permitted names, content types, entity tags, ranges and precompressed variants. Must not
 * depend on other packages of app.
 */
@NullMarked
package dev.fanfare.app.internal.files;

import org.jspecify.annotations.NullMarked;
