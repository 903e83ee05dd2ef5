package dev.fanfare.model.channel;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Bytes and their {@link Kind}: the content of a publication or of a client's message. Immutable. The bytes are shared,
 * not copied: callers must not modify them after passing them in.
 */
public final class Payload {
    private final Kind kind;
    private final byte[] bytes;

    private Payload(Kind kind, byte[] bytes) {
        this.kind = kind;
        this.bytes = bytes;
    }

    /** Creates a text payload. Unpaired surrogates become {@code ?}, as in {@link String#getBytes}. */
    public static Payload text(String text) {
        return new Payload(Kind.TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Creates a text payload. The caller must ensure that the bytes are valid UTF-8. */
    public static Payload validatedText(byte[] utf8) {
        return new Payload(Kind.TEXT, utf8);
    }

    /** Creates a JSON payload. The caller must ensure that the bytes are one JSON value in UTF-8. */
    public static Payload validatedJson(byte[] json) {
        return new Payload(Kind.JSON, json);
    }

    /** Creates a binary payload. */
    public static Payload binary(byte[] bytes) {
        return new Payload(Kind.BINARY, bytes);
    }

    /**
     * Creates a TEXT payload if the bytes are valid UTF-8, otherwise a BINARY payload. Intended for sources that carry
     * no kind.
     */
    public static Payload detect(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return validatedText(bytes);
        } catch (CharacterCodingException notText) {
            return binary(bytes);
        }
    }

    public Kind kind() {
        return kind;
    }

    /** Returns the bytes without copying them; callers must not modify them. */
    public byte[] bytes() {
        return bytes;
    }

    /** Returns the number of bytes. */
    public int size() {
        return bytes.length;
    }

    /** Returns true for TEXT and JSON. */
    public boolean isText() {
        return kind != Kind.BINARY;
    }

    /** Returns the bytes decoded as UTF-8. In BINARY payloads, malformed sequences become U+FFFD. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Compares kind and bytes. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Payload payload && kind == payload.kind && Arrays.equals(bytes, payload.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * kind.hashCode() + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return kind + "[" + bytes.length + " bytes]";
    }
}
