/** Static files as HTTP content: sources, permitted names, content types and entity tags. Must not depend on other packages of app. */
@NullMarked
package dev.fanfare.app.internal.files;

import org.jspecify.annotations.NullMarked;
