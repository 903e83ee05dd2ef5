package dev.fanfare.protocol.centrifuge.json;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.protocol.centrifuge.message.MalformedCommandException;
import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads JSON values one after the other, a value of {@code null} as the default of what is expected. Not thread-safe. */
public final class JsonInput implements AutoCloseable {
    /** What stands for data that was not sent. */
    static final Payload NULL = Payload.validatedJson(new byte[] {'n', 'u', 'l', 'l'});

    private static final JsonFactory FACTORY = new JsonFactory();

    /** What is done at each field of an object: reads its value. */
    @FunctionalInterface
    public interface FieldReader {
        void read(String name) throws MalformedCommandException;
    }

    /** What is done at each element of an array: reads it. */
    @FunctionalInterface
    public interface ElementReader {
        void read() throws MalformedCommandException;
    }

    /** What may fail for the sake of the input. */
    @FunctionalInterface
    private interface Step<T> {
        T take() throws MalformedCommandException;
    }

    private final byte[] bytes;
    private final JsonParser parser;

    /** The values in these bytes, which are UTF-8. */
    public JsonInput(byte[] bytes) {
        this.bytes = bytes;
        this.parser = FACTORY.createParser(ObjectReadContext.empty(), bytes);
    }

    /** Goes on to the next value; false at the end. */
    public boolean next() throws MalformedCommandException {
        return attempt(() -> parser.nextToken() != null);
    }

    /** Reads the object that begins here. */
    public void object(FieldReader reader) throws MalformedCommandException {
        if (isNull()) {
            return;
        }
        require(JsonToken.START_OBJECT);
        while (attempt(parser::nextToken) != JsonToken.END_OBJECT) {
            var name = parser.currentName();
            attempt(parser::nextToken);
            reader.read(name);
        }
    }

    /** Reads the array that begins here. */
    public void array(ElementReader reader) throws MalformedCommandException {
        if (isNull()) {
            return;
        }
        require(JsonToken.START_ARRAY);
        while (attempt(parser::nextToken) != JsonToken.END_ARRAY) {
            reader.read();
        }
    }

    public boolean isNull() {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    public String text() throws MalformedCommandException {
        if (isNull()) {
            return "";
        }
        require(JsonToken.VALUE_STRING);
        return attempt(parser::getString);
    }

    public long number() throws MalformedCommandException {
        if (isNull()) {
            return 0;
        }
        require(JsonToken.VALUE_NUMBER_INT);
        return attempt(parser::getLongValue);
    }

    /** A number of 32 bits. */
    public int int32() throws MalformedCommandException {
        long number = number();
        if (number != (int) number) {
            throw new MalformedCommandException("expected a number of 32 bits, got " + number);
        }
        return (int) number;
    }

    /** A number of 0 or more. */
    public long natural() throws MalformedCommandException {
        long number = number();
        if (number < 0) {
            throw new MalformedCommandException("0 or more is expected, not " + number);
        }
        return number;
    }

    public boolean flag() throws MalformedCommandException {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE, VALUE_NULL -> false;
            default -> throw unexpected("true or false");
        };
    }

    /** The value as it was written. */
    public Payload raw() throws MalformedCommandException {
        int from = (int) parser.currentTokenLocation().getByteOffset();
        skip();
        int to = (int) parser.currentLocation().getByteOffset();
        return Payload.validatedJson(Arrays.copyOfRange(bytes, from, to));
    }

    public void skip() throws MalformedCommandException {
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

    private void require(JsonToken expected) throws MalformedCommandException {
        if (parser.currentToken() != expected) {
            throw unexpected(expected.toString());
        }
    }

    private MalformedCommandException unexpected(String expected) {
        return new MalformedCommandException(expected + " is expected, not " + parser.currentToken());
    }

    private static <T> T attempt(Step<T> step) throws MalformedCommandException {
        try {
            return step.take();
        } catch (JacksonException malformed) {
            throw new MalformedCommandException(String.valueOf(malformed.getOriginalMessage()));
        }
    }
}
