package dev.fanfare.model.http;

import java.net.SocketAddress;

/**
 * The head of an HTTP request; the body is read separately. Immutable.
 *
 * @param method the method as sent, in upper case
 * @param path the path as sent, percent-encoded, without the query
 * @param query the part after the question mark, percent-encoded; empty if there is none
 * @param headers the header fields
 * @param remoteAddress address of the peer
 */
public record HttpRequest(String method, String path, String query, Headers headers, SocketAddress remoteAddress) {}
