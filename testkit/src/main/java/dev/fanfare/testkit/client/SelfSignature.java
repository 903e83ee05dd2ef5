package dev.fanfare.testkit.client;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;

/**
 * An algorithm that signs certificates of localhost with their own key (RFC 5280), encoded in DER. Immutable. The JDK
 * has no API that creates certificates, and a process of its keytool takes a second.
 */
enum SelfSignature {
    EC("EC", 256, "SHA256withECDSA", "300a06082a8648ce3d040302"),
    RSA("RSA", 2048, "SHA256withRSA", "300d06092a864886f70d01010b0500"),
    ED25519("Ed25519", 255, "Ed25519", "300506032b6570");

    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int UTC_TIME = 0x17;
    private static final int SEQUENCE = 0x30;
    private static final int SHORT_LENGTH = 0x80;
    private static final int SERIAL_BITS = 64;

    /** Version 3. */
    private static final byte[] VERSION = hex("a003020102");
    /** CN=localhost. */
    private static final byte[] NAME = hex("3014311230100603550403" + "0c096c6f63616c686f7374");
    /** The alternative names localhost and 127.0.0.1. */
    private static final byte[] EXTENSIONS =
            hex("a31e301c301a0603551d110413" + "301182096c6f63616c686f7374" + "87047f000001");

    private static final Duration CLOCK_TOLERANCE = Duration.ofHours(1);
    private static final Duration VALIDITY = Duration.ofDays(2);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final String keys;
    private final int keyBits;
    private final String signatures;
    private final String identifierDigits;

    SelfSignature(String keys, int keyBits, String signatures, String identifierDigits) {
        this.keys = keys;
        this.keyBits = keyBits;
        this.signatures = signatures;
        this.identifierDigits = identifierDigits;
    }

    /** Returns the algorithm of keys with this name: EC, RSA or Ed25519. */
    static SelfSignature of(String algorithm) {
        return valueOf(algorithm.toUpperCase(Locale.ROOT));
    }

    /** Generates a key. */
    KeyPair generateKey() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance(keys);
        generator.initialize(keyBits);
        return generator.generateKeyPair();
    }

    /** Returns a certificate of this key, which is valid from now on. */
    Certificate certify(KeyPair pair) throws GeneralSecurityException {
        var identifier = hex(identifierDigits);
        var now = Instant.now();
        var validity = der(SEQUENCE, time(now.minus(CLOCK_TOLERANCE)), time(now.plus(VALIDITY)));
        var serial = der(INTEGER, new BigInteger(SERIAL_BITS, new SecureRandom()).toByteArray());
        var subjectKey = pair.getPublic().getEncoded();
        var certified = der(SEQUENCE, VERSION, serial, identifier, NAME, validity, NAME, subjectKey, EXTENSIONS);

        var signature = Signature.getInstance(signatures);
        signature.initSign(pair.getPrivate());
        signature.update(certified);
        byte[] noUnusedBits = {0};
        var signed = der(SEQUENCE, certified, identifier, der(BIT_STRING, noUnusedBits, signature.sign()));
        return CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(signed));
    }

    private static byte[] time(Instant instant) {
        return der(UTC_TIME, TIME.format(instant).getBytes(StandardCharsets.US_ASCII));
    }

    /** Encodes a tag, the length and the content. */
    private static byte[] der(int tag, byte[]... content) {
        var all = new ByteArrayOutputStream();
        for (var part : content) {
            all.writeBytes(part);
        }
        var encoded = new ByteArrayOutputStream();
        encoded.write(tag);
        if (all.size() < SHORT_LENGTH) {
            encoded.write(all.size());
        } else {
            var length = BigInteger.valueOf(all.size()).toByteArray();
            int zeros = length[0] == 0 ? 1 : 0;
            encoded.write(SHORT_LENGTH | length.length - zeros);
            encoded.write(length, zeros, length.length - zeros);
        }
        encoded.writeBytes(all.toByteArray());
        return encoded.toByteArray();
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
