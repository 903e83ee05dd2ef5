package dev.fanfare.protocol.centrifuge.json;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.protocol.centrifuge.message.MalformedCommandException;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads a sequence of JSON values; {@code null} counts as the default of the expected type. Confined to one thread. All methods
 * throw {@link MalformedCommandException} on invalid JSON and on values of another type. The message never quotes the input,
 * which may contain tokens.
 */
public final class JsonInput implements AutoCloseable {
    /** Represents absent data. */
    static final Payload NULL = Payload.validatedJson(new byte[] {'n', 'u', 'l', 'l'});

    /**
     * Limits the names of fields to about 1 KiB, because the parsers keep up to 6,000 different names for reuse, whatever
     * their length.
     */
    public static final StreamReadConstraints LIMITS =
            StreamReadConstraints.builder().maxNameLength(1024).build();

    private static final JsonFactory FACTORY =
            JsonFactory.builder().streamReadConstraints(LIMITS).build();

    private final byte[] bytes;
    private final JsonParser parser;

    /** Reads the values in these bytes, which must be UTF-8. */
    public JsonInput(byte[] bytes) {
        this.bytes = bytes;
        this.parser = FACTORY.createParser(ObjectReadContext.empty(), bytes);
    }

    /** Advances to the next value; false at the end of the input. */
    public boolean next() {
        return attempt(() -> parser.nextToken() != null);
    }

    /** Reads the object at the current position. The consumer must read or skip the value of the field that it gets. */
    public void object(Consumer<String> field) {
        if (isNull()) {
            return;
        }
        require(JsonToken.START_OBJECT, "an object");
        while (attempt(parser::nextToken) != JsonToken.END_OBJECT) {
            var name = parser.currentName();
            attempt(parser::nextToken);
            field.accept(name);
        }
    }

    /** Reads the array at the current position. The action must read or skip one element. */
    public void array(Runnable element) {
        if (isNull()) {
            return;
        }
        require(JsonToken.START_ARRAY, "an array");
        while (attempt(parser::nextToken) != JsonToken.END_ARRAY) {
            element.run();
        }
    }

    public boolean isNull() {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    public String text() {
        if (isNull()) {
            return "";
        }
        require(JsonToken.VALUE_STRING, "a string");
        return attempt(parser::getString);
    }

    public long number() {
        if (isNull()) {
            return 0;
        }
        require(JsonToken.VALUE_NUMBER_INT, "an integer");
        return attempt(parser::getLongValue);
    }

    /** Reads a 32-bit integer. */
    public int int32() {
        long number = number();
        if (number != (int) number) {
            throw new MalformedCommandException("expected a 32-bit integer, got " + number);
        }
        return (int) number;
    }

    /** Reads a number that is 0 or greater. */
    public long natural() {
        long number = number();
        if (number < 0) {
            throw new MalformedCommandException("expected a number of 0 or more, got " + number);
        }
        return number;
    }

    public boolean flag() {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE, VALUE_NULL -> false;
            default -> throw unexpected("true or false");
        };
    }

    /** Reads a value of any type, without changing its bytes. */
    public Payload raw() {
        int from = (int) parser.currentTokenLocation().getByteOffset();
        skip();
        int to = (int) parser.currentLocation().getByteOffset();
        return Payload.validatedJson(Arrays.copyOfRange(bytes, from, to));
    }

    public void skip() {
        attempt(() -> {
            parser.skipChildren();
            parser.finishToken();
            return parser;
        });
    }

    @Override
    public void close() {
        parser.close();
    }

    private void require(JsonToken token, String expected) {
        if (parser.currentToken() != token) {
            throw unexpected(expected);
        }
    }

    private MalformedCommandException unexpected(String expected) {
        return new MalformedCommandException("expected " + expected + " at byte "
                + parser.currentTokenLocation().getByteOffset() + ", got " + parser.currentToken());
    }

    private <T> T attempt(Supplier<T> step) {
        try {
            return step.get();
        } catch (JacksonException malformed) {
            throw new MalformedCommandException("invalid JSON or number out of range near byte "
                    + parser.currentLocation().getByteOffset());
        }
    }
}
