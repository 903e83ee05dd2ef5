/** HTTP requests, responses and header fields. All of them are immutable. */
@NullMarked
package dev.fanfare.model.http;

import org.jspecify.annotations.NullMarked;
