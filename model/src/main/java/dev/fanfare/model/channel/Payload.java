package dev.fanfare.model.channel;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Bytes and their {@link Kind}: the content of a publication or of a client's message. Immutable: the bytes are shared,
 * not copied, and nobody may change them after they were handed over.
 */
public final class Payload {
    private final Kind kind;
    private final byte[] bytes;

    private Payload(Kind kind, byte[] bytes) {
        this.kind = kind;
        this.bytes = bytes;
    }

    /** A text payload; unpaired surrogates become {@code ?}, as {@link String#getBytes} does. */
    public static Payload text(String text) {
        return new Payload(Kind.TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A text payload of bytes that the caller has already checked to be valid UTF-8. */
    public static Payload validatedText(byte[] utf8) {
        return new Payload(Kind.TEXT, utf8);
    }

    /** A JSON payload of bytes that the caller has already checked to be one JSON value in UTF-8. */
    public static Payload validatedJson(byte[] json) {
        return new Payload(Kind.JSON, json);
    }

    /** A binary payload. */
    public static Payload binary(byte[] bytes) {
        return new Payload(Kind.BINARY, bytes);
    }

    /** TEXT when the bytes are valid UTF-8, else BINARY: for sources that carry no kind. */
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

    /** The bytes themselves, not a copy: read only. */
    public byte[] bytes() {
        return bytes;
    }

    /** Number of bytes. */
    public int size() {
        return bytes.length;
    }

    /** True for TEXT and JSON. */
    public boolean isText() {
        return kind != Kind.BINARY;
    }

    /** The bytes decoded as UTF-8; for BINARY, malformed sequences become U+FFFD. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** True for the same bytes of the same kind. */
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
