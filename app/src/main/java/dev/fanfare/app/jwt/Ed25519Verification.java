package dev.fanfare.app.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.impl.BaseJWSProvider;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Set;

/** Ed25519 with the JDK (RFC 8037, 3.1; RFC 9864 for its second name). Immutable, thread-safe. */
final class Ed25519Verification extends BaseJWSProvider implements JWSVerifier {
    static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519);

    private static final String NAME = "Ed25519";
    private static final int KEY_BYTES = 32;

    /** The bytes before the key in a SubjectPublicKeyInfo (RFC 8410, 4). */
    private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private final PublicKey key;

    /** @throws GeneralSecurityException if these are not the 32 bytes of a public key */
    Ed25519Verification(byte[] key) throws GeneralSecurityException {
        super(ALGORITHMS);
        if (key.length != KEY_BYTES) {
            throw new GeneralSecurityException("an Ed25519 key must have " + KEY_BYTES + " bytes, got " + key.length);
        }
        byte[] encoded = new byte[PREFIX.length + KEY_BYTES];
        System.arraycopy(PREFIX, 0, encoded, 0, PREFIX.length);
        System.arraycopy(key, 0, encoded, PREFIX.length, KEY_BYTES);
        this.key = KeyFactory.getInstance(NAME).generatePublic(new X509EncodedKeySpec(encoded));
    }

    @Override
    public boolean verify(JWSHeader header, byte[] signed, Base64URL signature) throws JOSEException {
        try {
            var verification = Signature.getInstance(NAME);
            verification.initVerify(key);
            verification.update(signed);
            return verification.verify(signature.decode());
        } catch (SignatureException malformed) {
            return false;
        } catch (GeneralSecurityException unfit) {
            throw new JOSEException("the key cannot be used for Ed25519", unfit);
        }
    }
}
