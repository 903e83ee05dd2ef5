package dev.fanfare.protocol.centrifuge.json;

import dev.fanfare.core.transport.MessagePart;
import dev.fanfare.core.transport.MessageParts;
import dev.fanfare.model.channel.Kind;
import dev.fanfare.model.channel.Payload;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes one JSON value on one line. The methods that take a field name and a value omit the field if the value is empty, zero
 * or false, as the JSON mapping of Protobuf does. Confined to one thread.
 */
public final class JsonOutput {
    private static final int FIRST_CAPACITY = 256;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private @Nullable List<MessagePart> parts;
    private byte[] bytes = new byte[FIRST_CAPACITY];
    private int size;
    private boolean comma;

    public JsonOutput beginObject() {
        return open('{');
    }

    public JsonOutput endObject() {
        return close('}');
    }

    public JsonOutput beginArray() {
        return open('[');
    }

    public JsonOutput endArray() {
        return close(']');
    }

    /** Writes the name of the next field. */
    public JsonOutput name(String name) {
        string(name);
        put(':');
        comma = false;
        return this;
    }

    public JsonOutput text(String name, String value) {
        return value.isEmpty() ? this : name(name).string(value);
    }

    public JsonOutput number(String name, long value) {
        return value == 0 ? this : name(name).number(value);
    }

    public JsonOutput flag(String name, boolean value) {
        return value ? name(name).raw("true") : this;
    }

    /** Writes a field that is omitted if the payload is null. */
    public JsonOutput payload(String name, @Nullable Payload value) {
        return value == null ? this : name(name).payload(value);
    }

    public JsonOutput string(String value) {
        return quoted(value.getBytes(StandardCharsets.UTF_8));
    }

    public JsonOutput number(long value) {
        return raw(Long.toString(value));
    }

    /** Writes JSON unchanged, text as a string, and binary data as a string in base64. */
    public JsonOutput payload(Payload value) {
        return switch (value.kind()) {
            case JSON -> json(value.bytes());
            case TEXT -> quoted(value.bytes());
            case BINARY -> quoted(Base64.getEncoder().encode(value.bytes()));
        };
    }

    /** Writes a string of bytes that are valid UTF-8. */
    public JsonOutput quoted(byte[] utf8) {
        separate();
        ensure(utf8.length + 2);
        put('"');
        for (byte b : utf8) {
            if (b == '"' || b == '\\') {
                put('\\');
                put(b);
            } else if (b >= 0 && b < ' ') {
                escape(b);
            } else {
                put(b);
            }
        }
        put('"');
        comma = true;
        return this;
    }

    /** Writes a value that another output has encoded. A shared one is not copied. */
    JsonOutput encoded(MessagePart value) {
        separate();
        if (value.isShared()) {
            parts = parts == null ? new ArrayList<>() : parts;
            parts.add(MessagePart.own(rest()));
            parts.add(value);
            size = 0;
        } else {
            ensure(value.size());
            copy(value.bytes(), 0, value.size());
        }
        comma = true;
        return this;
    }

    /** Returns what was written; called once. */
    public Payload toPayload() {
        return parts == null ? Payload.validatedText(rest()) : toParts().joined();
    }

    /** Returns what was written, in one part except for shared values; called once. */
    MessageParts toParts() {
        if (parts == null) {
            return new MessageParts(Kind.TEXT, List.of(MessagePart.own(rest())));
        }
        parts.add(MessagePart.own(rest()));
        return new MessageParts(Kind.TEXT, parts);
    }

    private byte[] rest() {
        return Arrays.copyOf(bytes, size);
    }

    private void escape(byte control) {
        switch (control) {
            case '\n' -> ascii("\\n");
            case '\r' -> ascii("\\r");
            case '\t' -> ascii("\\t");
            default -> {
                ascii("\\u00");
                put(HEX[control >> 4]);
                put(HEX[control & 0xF]);
            }
        }
    }

    /** Removes line breaks, which separate messages. In valid JSON they occur only between tokens. */
    private JsonOutput json(byte[] value) {
        separate();
        ensure(value.length);
        int from = 0;
        for (int i = 0; i < value.length; i++) {
            if (value[i] == '\n' || value[i] == '\r') {
                copy(value, from, i);
                from = i + 1;
            }
        }
        copy(value, from, value.length);
        comma = true;
        return this;
    }

    private void copy(byte[] value, int from, int to) {
        System.arraycopy(value, from, bytes, size, to - from);
        size += to - from;
    }

    private JsonOutput raw(String literal) {
        separate();
        ascii(literal);
        comma = true;
        return this;
    }

    private JsonOutput open(char bracket) {
        separate();
        put(bracket);
        comma = false;
        return this;
    }

    private JsonOutput close(char bracket) {
        put(bracket);
        comma = true;
        return this;
    }

    private void separate() {
        if (comma) {
            put(',');
        }
    }

    private void ascii(String text) {
        for (int i = 0; i < text.length(); i++) {
            put(text.charAt(i));
        }
    }

    private void put(int b) {
        ensure(1);
        bytes[size++] = (byte) b;
    }

    /** Makes room for this number of bytes, so that a large value is not copied repeatedly. */
    void ensure(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
