package dev.fanfare.engine.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A channel pattern with the semantics of Redis' PSUBSCRIBE. Immutable. {@code *} matches any bytes, {@code ?} any
 * byte, {@code [a-c]} one byte of a set, {@code [^a-c]} one byte outside of a set, and a backslash escapes the next
 * character.
 */
public final class ChannelPattern {
    private static final int BYTES = 256;
    /** Matches any number of bytes; all other elements match one byte of a set. */
    private static final BitSet STAR = new BitSet();

    private final String text;
    private final List<BitSet> parts;

    private ChannelPattern(String text, List<BitSet> parts) {
        this.text = text;
        this.parts = List.copyOf(parts);
    }

    /** Creates a pattern; every string is valid. */
    public static ChannelPattern of(String text) {
        return new ChannelPattern(text, new Reader(latin1(text)).parts());
    }

    /** Returns true if messages of the channel are delivered to the pattern. */
    public boolean matches(String channel) {
        var name = latin1(channel);
        int part = 0;
        int place = 0;
        int star = -1;
        int afterStar = 0;
        while (place < name.length()) {
            if (part < parts.size() && parts.get(part) == STAR) {
                star = part++;
                afterStar = place;
            } else if (part < parts.size() && parts.get(part).get(name.charAt(place))) {
                part++;
                place++;
            } else if (star >= 0) {
                part = star + 1;
                place = ++afterStar;
            } else {
                return false;
            }
        }
        return parts.stream().skip(part).allMatch(rest -> rest == STAR);
    }

    /** Returns false if no channel with this prefix matches. */
    public boolean mayMatchBelow(String beginning) {
        var name = latin1(beginning);
        for (int i = 0; i < name.length(); i++) {
            if (i >= parts.size()) {
                return false;
            }
            if (parts.get(i) == STAR) {
                return true;
            }
            if (!parts.get(i).get(name.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Returns true if every matching channel contains this ASCII character. */
    public boolean demands(char ascii) {
        return parts.stream().anyMatch(part -> part.cardinality() == 1 && part.get(ascii));
    }

    @Override
    public String toString() {
        return text;
    }

    /** Returns the UTF-8 bytes as characters, because Redis compares bytes. */
    private static String latin1(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** Parses a pattern. Confined to one call. */
    private static final class Reader {
        private final String pattern;
        private int place;

        Reader(String pattern) {
            this.pattern = pattern;
        }

        List<BitSet> parts() {
            var parts = new ArrayList<BitSet>();
            while (place < pattern.length()) {
                parts.add(next());
            }
            return parts;
        }

        private BitSet next() {
            char first = pattern.charAt(place++);
            return switch (first) {
                case '*' -> STAR;
                case '?' -> except(new BitSet());
                case '[' -> set();
                case '\\' -> only(place < pattern.length() ? pattern.charAt(place++) : first);
                default -> only(first);
            };
        }

        /** Parses a set after the opening bracket; without a closing bracket, it extends to the end. */
        private BitSet set() {
            boolean negated = place < pattern.length() && pattern.charAt(place) == '^';
            if (negated) {
                place++;
            }
            var set = new BitSet();
            while (place < pattern.length() && pattern.charAt(place) != ']') {
                char from = pattern.charAt(place++);
                if (from == '\\' && place < pattern.length()) {
                    set.set(pattern.charAt(place++));
                } else if (place + 1 < pattern.length() && pattern.charAt(place) == '-') {
                    char to = pattern.charAt(place + 1);
                    place += 2;
                    set.set(Math.min(from, to), Math.max(from, to) + 1);
                } else {
                    set.set(from);
                }
            }
            place++;
            return negated ? except(set) : set;
        }

        private static BitSet only(char one) {
            var set = new BitSet();
            set.set(one);
            return set;
        }

        private static BitSet except(BitSet excepted) {
            var set = new BitSet();
            set.set(0, BYTES);
            set.andNot(excepted);
            return set;
        }
    }
}
