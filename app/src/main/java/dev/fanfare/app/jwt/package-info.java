/**
 * Signed tokens (JWT, RFC 7519): parsing, keys and key sets. Depends on no other package of the module. Applications need only
 * {@link dev.fanfare.app.jwt.TokenKey}.
 */
@NullMarked
package dev.fanfare.app.jwt;

import org.jspecify.annotations.NullMarked;
