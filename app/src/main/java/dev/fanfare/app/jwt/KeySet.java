package dev.fanfare.app.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The public keys of a key set by key id. Keys that have no id, are malformed, or have an unsupported type or another use are
 * ignored (RFC 7517, 5). Immutable.
 */
record KeySet(Map<String, List<TokenKey>> keys) {
    static final KeySet EMPTY = new KeySet(Map.of());

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** @throws InvalidTokenException with reason UNAVAILABLE if the body is not a key set */
    static KeySet parse(byte[] body) {
        var all = new HashMap<String, List<TokenKey>>();
        for (var node : array(body)) {
            parse(node)
                    .ifPresent(jwk -> key(jwk).ifPresent(
                                    key -> all.computeIfAbsent(jwk.getKeyID(), name -> new ArrayList<>())
                                            .add(key)));
        }
        return new KeySet(all);
    }

    /** Keys of different algorithms may share an id. */
    List<TokenKey> named(String kid) {
        return keys.getOrDefault(kid, List.of());
    }

    private static JsonNode array(byte[] body) {
        try {
            var keys = JSON.readTree(body).path("keys");
            if (keys.isArray()) {
                return keys;
            }
        } catch (JacksonException malformed) {
            throw InvalidTokenException.unavailable("the response for the key set is not JSON");
        }
        throw InvalidTokenException.unavailable(
                "expected a JSON object with the array 'keys' in the response for the key set");
    }

    private static Optional<JWK> parse(JsonNode node) {
        try {
            return Optional.of(JWK.parse(node.toString()))
                    .filter(jwk -> jwk.getKeyID() != null && isForSignatures(jwk));
        } catch (ParseException | IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static boolean isForSignatures(JWK jwk) {
        return (jwk.getKeyUse() == null || jwk.getKeyUse().equals(KeyUse.SIGNATURE))
                && (jwk.getKeyOperations() == null || jwk.getKeyOperations().contains(KeyOperation.VERIFY));
    }

    private static Optional<TokenKey> key(JWK jwk) {
        try {
            var key = switch (jwk) {
                case RSAKey rsa -> TokenKey.rsa(rsa.toRSAPublicKey());
                case ECKey ec -> TokenKey.ec(ec.toECPublicKey());
                case OctetKeyPair pair -> edwards(pair);
                // A symmetric key in a public key set is not secret.
                default -> null;
            };
            var algorithm = jwk.getAlgorithm();
            return Optional.ofNullable(key)
                    .map(any -> algorithm == null ? any : any.only(JWSAlgorithm.parse(algorithm.getName())));
        } catch (JOSEException | IllegalArgumentException unfit) {
            return Optional.empty();
        }
    }

    private static TokenKey edwards(OctetKeyPair pair) {
        if (!pair.getCurve().equals(Curve.Ed25519)) {
            throw new IllegalArgumentException("expected Ed25519, got " + pair.getCurve());
        }
        return TokenKey.ed25519(pair.getDecodedX());
    }
}
