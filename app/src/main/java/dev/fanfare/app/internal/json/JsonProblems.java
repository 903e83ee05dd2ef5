package dev.fanfare.app.internal.json;

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
 * Describes problems of a JSON text for its sender: the field and the expected value, without names of Java types. Immutable.
 */
record JsonProblems(JsonMapper mapper) {
    /** Types that are strings in JSON. */
    private static final Map<Class<?>, String> TEXTS = Map.of(
            Instant.class, "a time, such as 2026-01-31T12:00:00Z",
            OffsetDateTime.class, "a time, such as 2026-01-31T12:00:00+01:00",
            LocalDate.class, "a date, such as 2026-01-31",
            LocalTime.class, "a time of day, such as 12:00",
            LocalDateTime.class, "a date and a time, such as 2026-01-31T12:00",
            Duration.class, "a duration, such as PT1M30S",
            UUID.class, "a UUID");

    String describe(JacksonException problem) {
        return switch (problem) {
            case InputCoercionException number ->
                field(number) + " is out of range: it must be " + kind(number.getTargetType());
            case StreamReadException syntax -> "invalid JSON" + at(syntax) + ": " + firstLine(syntax);
            case InvalidTypeIdException unknown -> field(unknown) + typeProblem(unknown);
            case InvalidFormatException format ->
                field(format) + " must be " + kind(format.getTargetType()) + ", got '" + format.getValue() + "'";
            case MismatchedInputException mismatch -> mismatch(mismatch);
            default -> field(problem) + refusal(problem);
        };
    }

    /** Uses the message of a constructor that has rejected its arguments. */
    private static String refusal(JacksonException problem) {
        return problem.getCause() instanceof IllegalArgumentException refused && refused.getMessage() != null
                ? ": " + refused.getMessage()
                : " is invalid";
    }

    private String mismatch(MismatchedInputException mismatch) {
        var words = mismatch.getOriginalMessage();
        if (words.startsWith("No content")) {
            return "the message is empty";
        }
        // Jackson distinguishes these problems by their messages only.
        boolean isForNull = words.startsWith("Null value") || words.contains("`null`");
        return field(mismatch) + (isForNull ? " is missing" : " must be " + kind(mismatch.getTargetType()));
    }

    /** Names the type property and its permitted values. */
    private String typeProblem(InvalidTypeIdException unknown) {
        var names = SubtypeNames.of(mapper, unknown.getBaseType());
        var given = unknown.getTypeId();
        return " must have a property '" + names.property() + "', one of " + String.join(", ", names.values())
                + (given == null ? "" : ", got '" + given + "'");
    }

    private String kind(@Nullable Class<?> type) {
        if (type == null) {
            return "of another type";
        }
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(constant -> mapper.convertValue(constant, String.class))
                            .collect(Collectors.joining(", "));
        }
        if (type == String.class || type == Character.class) {
            return "a string";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        return number(type);
    }

    private static String number(Class<?> type) {
        if (type == int.class || type == Integer.class) {
            return "a 32-bit integer";
        }
        if (type == long.class || type == Long.class) {
            return "a 64-bit integer";
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
        int details = line.indexOf(" ("); // details of the parser
        return details < 0 ? line : line.substring(0, details);
    }
}
