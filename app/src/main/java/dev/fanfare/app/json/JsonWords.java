package dev.fanfare.app.json;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is wrong with a JSON text, in words for whoever sent it: the field and what it should be, without the names of Java
 * types, which are nobody's business. Immutable.
 */
record JsonWords(JsonMapper mapper) {
    /** Types that are texts in JSON. */
    private static final Map<Class<?>, String> TEXTS = Map.of(
            Instant.class, "a time, such as 2026-01-31T12:00:00Z",
            OffsetDateTime.class, "a time, such as 2026-01-31T12:00:00+01:00",
            LocalDate.class, "a date, such as 2026-01-31",
            LocalTime.class, "a time of day, such as 12:00",
            LocalDateTime.class, "a date and a time, such as 2026-01-31T12:00",
            Duration.class, "a duration, such as PT1M30S",
            UUID.class, "a UUID");

    String of(JacksonException problem) {
        return switch (problem) {
            case InputCoercionException number ->
                field(number) + " is out of range: it is " + kind(number.getTargetType());
            case StreamReadException syntax -> "not JSON" + at(syntax) + ": " + firstLine(syntax);
            case InvalidTypeIdException unknown -> field(unknown) + typeProblem(unknown);
            case InvalidFormatException format ->
                field(format) + " can't be '" + format.getValue() + "': it is " + kind(format.getTargetType());
            case MismatchedInputException mismatch -> mismatch(mismatch);
            default -> field(problem) + refusal(problem);
        };
    }

    /** A constructor that refuses its arguments says why, for whoever sent them. */
    private static String refusal(JacksonException problem) {
        return problem.getCause() instanceof IllegalArgumentException refused && refused.getMessage() != null
                ? ": " + refused.getMessage()
                : " can't be read";
    }

    private String mismatch(MismatchedInputException mismatch) {
        var words = mismatch.getOriginalMessage();
        if (words.startsWith("No content")) {
            return "the message is empty";
        }
        // Jackson has no type of its own for these problems, only words.
        boolean isForNull = words.startsWith("Null value") || words.contains("`null`");
        return field(mismatch) + " is " + (isForNull ? "missing" : kind(mismatch.getTargetType()));
    }

    /** Which property says what a value is, and what it may say. */
    private String typeProblem(InvalidTypeIdException unknown) {
        var names = SubtypeNames.of(mapper, unknown.getBaseType());
        var given = unknown.getTypeId();
        return " needs a '" + names.property() + "', one of " + String.join(", ", names.values())
                + (given == null ? "" : ", not '" + given + "'");
    }

    private String kind(@Nullable Class<?> type) {
        if (type == null) {
            return "of another shape";
        }
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(constant -> mapper.convertValue(constant, String.class))
                            .collect(Collectors.joining(", "));
        }
        if (type == String.class || type == Character.class) {
            return "a text";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        return number(type);
    }

    private static String number(Class<?> type) {
        if (type == int.class || type == Integer.class) {
            return "an integer of 32 bits";
        }
        if (type == long.class || type == Long.class) {
            return "an integer of 64 bits";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "a number";
        }
        if (type.isArray() || Iterable.class.isAssignableFrom(type)) {
            return "a list";
        }
        return TEXTS.getOrDefault(type, "an object");
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
        var line = problem.getOriginalMessage().lines().findFirst().orElse("malformed");
        int details = line.indexOf(" ("); // of the parser, which are for programmers
        return details < 0 ? line : line.substring(0, details);
    }
}
