/** JSON in and out of Java values, with messages that may be told to whoever sent it. Knows no sockets. */
@NullMarked
package dev.fanfare.app.json;

import org.jspecify.annotations.NullMarked;
