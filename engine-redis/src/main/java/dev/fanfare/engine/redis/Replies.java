package dev.fanfare.engine.redis;

import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.StreamPosition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/** Converts arguments and replies of scripts. Stateless. */
final class Replies {
    /** A practically infinite duration, which Redis can still add to a time. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private Replies() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] bytes(long number) {
        return bytes(Long.toString(number));
    }

    /** Returns the duration in milliseconds, rounded up, at most 100 years. */
    static byte[] millis(Duration duration) {
        var bounded = duration.compareTo(LONGEST) < 0 ? duration : LONGEST;
        return bytes(bounded.plusNanos(999_999).toMillis());
    }

    /** Returns the string at an index of a reply. */
    static String text(List<Object> answer, int index) {
        return text(answer.get(index));
    }

    static String text(Object value) {
        return new String(raw(value), StandardCharsets.UTF_8);
    }

    /** Returns the bytes at an index of a reply. */
    static byte[] raw(List<Object> answer, int index) {
        return raw(answer.get(index));
    }

    private static byte[] raw(Object value) {
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        throw new EngineException("unexpected reply from Redis: " + value + ", expected a string");
    }

    static long number(List<Object> answer, int index) {
        if (answer.get(index) instanceof Long number) {
            return number;
        }
        throw new EngineException("unexpected reply from Redis: " + answer.get(index) + ", expected a number");
    }

    static List<Object> list(List<Object> answer, int index) {
        if (answer.get(index) instanceof List<?> list) {
            return Collections.unmodifiableList(list);
        }
        throw new EngineException("unexpected reply from Redis: " + answer.get(index) + ", expected a list");
    }

    /** Returns the position whose epoch is at this index and whose offset follows; NONE if both are empty. */
    static StreamPosition position(List<Object> answer, int index) {
        var epoch = text(answer, index);
        var offset = text(answer, index + 1);
        return offset.isEmpty() ? StreamPosition.NONE : new StreamPosition(epoch, Long.parseLong(offset));
    }
}
