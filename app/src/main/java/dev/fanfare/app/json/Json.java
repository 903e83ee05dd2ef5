package dev.fanfare.app.json;

import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads and writes JSON. Strict about what a type needs: a component that is missing or null is an error unless it is an
 * {@link java.util.Optional}; fields that nobody asked for are not. Stateless.
 */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Json() {}

    /**
     * Reads a value.
     *
     * @throws JsonProblem when this is no JSON, or not of the type's shape
     */
    public static <T> T read(byte[] json, Class<T> type) {
        try {
            var value = MAPPER.readValue(json, type);
            if (value == null) {
                throw new JsonProblem("null is not a message");
            }
            return value;
        } catch (JacksonException problem) {
            throw new JsonProblem(words(problem), problem);
        }
    }

    /**
     * Writes a value.
     *
     * @throws IllegalArgumentException when it can't be written, which is a mistake in the program
     */
    public static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JacksonException unwritable) {
            throw new IllegalArgumentException("no JSON can be made of a " + value.getClass(), unwritable);
        }
    }

    /** Without the names of Java types, which are nobody's business. */
    private static String words(JacksonException problem) {
        return switch (problem) {
            case StreamReadException syntax -> "not JSON" + at(syntax) + ": " + firstLine(syntax);
            case InvalidFormatException format ->
                field(format) + " can't be '" + format.getValue() + "': it is " + kind(format.getTargetType());
            case MismatchedInputException mismatch ->
                field(mismatch) + " is " + (isForNull(mismatch) ? "missing" : kind(mismatch.getTargetType()));
            default -> field(problem) + " can't be read";
        };
    }

    /** Jackson has no type of its own for this problem, only words. */
    private static boolean isForNull(MismatchedInputException mismatch) {
        var words = mismatch.getOriginalMessage();
        return words.startsWith("Null value") || words.contains("`null`");
    }

    private static String kind(@Nullable Class<?> type) {
        if (type == null) {
            return "of another shape";
        }
        if (type == String.class || type == Character.class || type.isEnum()) {
            return "a text";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "a number";
        }
        return type.isArray() || Iterable.class.isAssignableFrom(type) ? "a list" : "an object";
    }

    private static String at(JacksonException problem) {
        var place = problem.getLocation();
        return place == null ? "" : " at line " + place.getLineNr() + ", column " + place.getColumnNr();
    }

    private static String field(JacksonException problem) {
        var path = problem.getPath().stream()
                .map(step ->
                        step.getPropertyName() == null ? Integer.toString(step.getIndex()) : step.getPropertyName())
                .collect(Collectors.joining("."));
        return path.isEmpty() ? "the message" : "'" + path + "'";
    }

    private static String firstLine(JacksonException problem) {
        return problem.getOriginalMessage().lines().findFirst().orElse("malformed");
    }
}
