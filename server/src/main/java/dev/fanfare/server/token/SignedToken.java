package dev.fanfare.server.token;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import java.text.ParseException;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/** A token taken apart (RFC 7515, 7.1); whether its signature is good is not known yet. */
record SignedToken(JWSObject jws, ClaimReader claims) {
    private static final int MAX_CHARS = 16 * 1024;
    private static final int DOTS = 2;
    private static final Set<JWSAlgorithm> KNOWN = Set.of(
            JWSAlgorithm.HS256,
            JWSAlgorithm.HS384,
            JWSAlgorithm.HS512,
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512,
            JWSAlgorithm.EdDSA,
            JWSAlgorithm.Ed25519);

    static SignedToken parse(String text) {
        if (text.length() > MAX_CHARS) {
            throw InvalidTokenException.invalid(
                    "a token has at most " + MAX_CHARS + " characters, not " + text.length());
        }
        if (!isCompact(text)) {
            throw InvalidTokenException.invalid("a token is three parts of base64url with dots between");
        }
        try {
            var jws = JWSObject.parse(text);
            checkHeader(jws);
            return new SignedToken(jws, claims(jws));
        } catch (ParseException | IllegalArgumentException malformed) {
            // Unsigned ones are here, too: "none" is no algorithm of a JWS (RFC 8725, 3.2).
            throw InvalidTokenException.invalid("the token's header is not one of a signed token");
        }
    }

    JWSAlgorithm algorithm() {
        return jws.getHeader().getAlgorithm();
    }

    private static boolean isCompact(String text) {
        int dots = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                dots++;
            } else if (!isBase64Url(c)) {
                return false;
            }
        }
        return dots == DOTS;
    }

    private static boolean isBase64Url(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }

    private static void checkHeader(JWSObject jws) {
        var header = jws.getHeader();
        if (!KNOWN.contains(header.getAlgorithm())) {
            throw InvalidTokenException.invalid("the token is signed by an algorithm that is not supported");
        }
        if (header.getCriticalParams() != null || !header.isBase64URLEncodePayload()) {
            // We understand no extension, so any that is critical is one too many (RFC 7515, 4.1.11).
            throw InvalidTokenException.invalid("the token's header has a critical parameter that is not supported");
        }
        if ("JWT".equalsIgnoreCase(header.getContentType())) {
            throw InvalidTokenException.invalid("the token holds another token");
        }
    }

    private static ClaimReader claims(JWSObject jws) {
        try {
            if (ClaimJson.MAPPER.readTree(jws.getPayload().toBytes()) instanceof ObjectNode object) {
                return new ClaimReader("", object);
            }
        } catch (JacksonException malformed) {
            throw InvalidTokenException.invalid("the token's claims are not JSON, or one is there twice");
        }
        throw InvalidTokenException.invalid("the token's claims are not an object");
    }
}
