/** HTTP requests, responses and header fields. Immutable. */
@NullMarked
package dev.fanfare.model.http;

import org.jspecify.annotations.NullMarked;
