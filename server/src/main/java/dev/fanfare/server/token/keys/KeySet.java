package dev.fanfare.server.token.keys;

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
 * The public keys of a key set by their names. A key without a name, of another kind, for another use or malformed is left
 * out, as RFC 7517, 5 asks for. Immutable.
 */
record KeySet(Map<String, List<VerifyingKey>> keys) {
    static final KeySet EMPTY = new KeySet(Map.of());

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** @throws JwksUnavailableException when it is none */
    static KeySet parse(byte[] body) {
        var all = new HashMap<String, List<VerifyingKey>>();
        for (var node : array(body)) {
            parse(node)
                    .ifPresent(jwk -> key(jwk).ifPresent(
                                    key -> all.computeIfAbsent(jwk.getKeyID(), name -> new ArrayList<>())
                                            .add(key)));
        }
        return new KeySet(all);
    }

    /** Several keys may have a name when their algorithms differ. */
    List<VerifyingKey> named(String kid) {
        return keys.getOrDefault(kid, List.of());
    }

    private static JsonNode array(byte[] body) {
        try {
            var keys = JSON.readTree(body).path("keys");
            if (keys.isArray()) {
                return keys;
            }
        } catch (JacksonException malformed) {
            throw new JwksUnavailableException("the answer is not JSON");
        }
        throw new JwksUnavailableException("the answer is not a key set");
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

    private static Optional<VerifyingKey> key(JWK jwk) {
        try {
            var key = switch (jwk) {
                case RSAKey rsa -> VerifyingKey.rsa(rsa.toRSAPublicKey());
                case ECKey ec -> VerifyingKey.ec(ec.toECPublicKey());
                case OctetKeyPair pair -> edwards(pair);
                // A secret in a public key set is none.
                default -> null;
            };
            var algorithm = jwk.getAlgorithm();
            return Optional.ofNullable(key)
                    .map(any -> algorithm == null ? any : any.only(JWSAlgorithm.parse(algorithm.getName())));
        } catch (JOSEException | IllegalArgumentException unfit) {
            return Optional.empty();
        }
    }

    private static VerifyingKey edwards(OctetKeyPair pair) {
        if (!pair.getCurve().equals(Curve.Ed25519)) {
            throw new IllegalArgumentException("Ed25519 is expected, not " + pair.getCurve());
        }
        return VerifyingKey.ed25519(pair.getDecodedX());
    }
}
