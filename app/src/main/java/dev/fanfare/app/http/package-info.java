/** What HTTP says, as values: cookies, form fields, bodies of JSON. Knows no routes and no sockets. */
@NullMarked
package dev.fanfare.app.http;

import org.jspecify.annotations.NullMarked;
