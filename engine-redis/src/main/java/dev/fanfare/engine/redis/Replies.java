package dev.fanfare.engine.redis;

import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.StreamPosition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Arguments and answers of scripts. Stateless. */
final class Replies {
    /** Far enough to be for ever, and so near that Redis can add it to a time. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private Replies() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] bytes(long number) {
        return bytes(Long.toString(number));
    }

    /** A time in milliseconds, rounded up, or a hundred years when it is longer. */
    static byte[] millis(Duration duration) {
        var bounded = duration.compareTo(LONGEST) < 0 ? duration : LONGEST;
        return bytes(bounded.plusNanos(999_999).toMillis());
    }

    /** The text at this place of an answer. */
    static String text(List<Object> answer, int place) {
        return text(answer.get(place));
    }

    static String text(Object value) {
        return new String(raw(value), StandardCharsets.UTF_8);
    }

    /** The bytes at this place of an answer. */
    static byte[] raw(List<Object> answer, int place) {
        return raw(answer.get(place));
    }

    private static byte[] raw(Object value) {
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        throw new EngineException("Redis answered " + value + " where a text was expected");
    }

    static long number(List<Object> answer, int place) {
        if (answer.get(place) instanceof Long number) {
            return number;
        }
        throw new EngineException("Redis answered " + answer.get(place) + " where a number was expected");
    }

    @SuppressWarnings("unchecked") // an array of Redis is a list of whatever it holds
    static List<Object> list(List<Object> answer, int place) {
        return (List<Object>) answer.get(place);
    }

    /** The position whose epoch is at this place and whose offset follows; NONE when both are empty. */
    static StreamPosition position(List<Object> answer, int place) {
        var epoch = text(answer, place);
        var offset = text(answer, place + 1);
        return offset.isEmpty() ? StreamPosition.NONE : new StreamPosition(epoch, Long.parseLong(offset));
    }
}
