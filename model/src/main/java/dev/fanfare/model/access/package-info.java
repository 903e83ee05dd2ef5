/**
 * Access control of clients: authentication, authorization, and the errors and disconnects that refuse a request. Independent of
 * every protocol; a protocol only translates between these types and its messages.
 */
@NullMarked
package dev.fanfare.model.access;

import org.jspecify.annotations.NullMarked;
