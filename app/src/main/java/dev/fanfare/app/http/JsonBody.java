package dev.fanfare.app.http;

import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.json.JsonMapper;

/** Binds bodies of JSON (RFC 8259) to the program's types. */
public final class JsonBody {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private JsonBody() {}

    /**
     * The value that the bytes hold.
     *
     * @throws MalformedBodyException when they are no JSON, or JSON of another shape; says where
     */
    public static <T> T read(byte[] bytes, Class<T> type) {
        try {
            var value = MAPPER.readValue(bytes, type);
            if (value == null) {
                throw new MalformedBodyException("the body is the JSON value null");
            }
            return value;
        } catch (StreamReadException malformed) {
            throw new MalformedBodyException("the body is no JSON" + place(malformed) + ": " + words(malformed));
        } catch (JacksonException other) {
            throw new MalformedBodyException("the body's JSON does not fit at " + member(other) + place(other));
        }
    }

    /** Where in the text, when that is known. */
    private static String place(JacksonException failure) {
        var location = failure.getLocation();
        return location == null || location.getLineNr() < 1
                ? ""
                : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }

    /** The path to the member, such as {@code items[2].price}, without the names of the program's classes. */
    private static String member(JacksonException failure) {
        var path = failure.getPath().stream()
                .map(step ->
                        step.getPropertyName() == null ? "[" + step.getIndex() + "]" : "." + step.getPropertyName())
                .collect(Collectors.joining());
        return path.isEmpty() ? "its top" : path.startsWith(".") ? path.substring(1) : path;
    }

    private static String words(JacksonException failure) {
        var message = failure.getOriginalMessage();
        return message == null ? "malformed" : message.lines().findFirst().orElse("malformed");
    }
}
