/** Strict JSON: records bound by Jackson, for the HTTP API and for the responses of backends. */
@NullMarked
package dev.fanfare.server.json;

import org.jspecify.annotations.NullMarked;
