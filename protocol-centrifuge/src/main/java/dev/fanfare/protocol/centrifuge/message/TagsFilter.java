package dev.fanfare.protocol.centrifuge.message;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/** A condition on the tags of a publication. Immutable, equal by value. */
public sealed interface TagsFilter {
    /** How a tag's value is compared. */
    enum Comparison {
        EQ,
        NEQ,
        IN,
        NIN,
        EX,
        NEX,
        SW,
        EW,
        CT,
        LT,
        LTE,
        GT,
        GTE
    }

    /** True when the tags meet the condition. */
    boolean matches(Map<String, String> tags);

    /**
     * One tag compared. A tag that is not there meets {@code NEQ}, {@code NIN} and {@code NEX} alone; {@code LT} to {@code
     * GTE} compare numbers, and what is no number meets none of them.
     *
     * @param value for all but {@code IN}, {@code NIN}, {@code EX} and {@code NEX}
     * @param values for {@code IN} and {@code NIN}
     */
    record Leaf(String key, Comparison comparison, String value, List<String> values) implements TagsFilter {
        /** Nobody counts so far, and reading a number takes time that grows with the square of its length. */
        private static final int MAX_NUMBER_LENGTH = 64;

        public Leaf {
            values = List.copyOf(values);
        }

        @Override
        public boolean matches(Map<String, String> tags) {
            var tag = tags.get(key);
            if (tag == null) {
                return switch (comparison) {
                    case NEQ, NIN, NEX -> true;
                    case EQ, IN, EX, SW, EW, CT, LT, LTE, GT, GTE -> false;
                };
            }
            return switch (comparison) {
                case EQ -> tag.equals(value);
                case NEQ -> !tag.equals(value);
                case IN -> values.contains(tag);
                case NIN -> !values.contains(tag);
                case EX -> true;
                case NEX -> false;
                case SW -> tag.startsWith(value);
                case EW -> tag.endsWith(value);
                case CT -> tag.contains(value);
                case LT -> compares(tag, order -> order < 0);
                case LTE -> compares(tag, order -> order <= 0);
                case GT -> compares(tag, order -> order > 0);
                case GTE -> compares(tag, order -> order >= 0);
            };
        }

        private boolean compares(String tag, IntPredicate order) {
            return isNumber(tag) && isNumber(value) && order.test(new BigDecimal(tag).compareTo(new BigDecimal(value)));
        }

        /** Plain decimals only: an exponent could name a number with a billion digits. */
        private static boolean isNumber(String text) {
            if (text.length() > MAX_NUMBER_LENGTH) {
                return false;
            }
            boolean digit = false;
            boolean point = false;
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c >= '0' && c <= '9') {
                    digit = true;
                } else if (c == '.' && !point) {
                    point = true;
                } else if (c != '-' || i > 0) {
                    return false;
                }
            }
            return digit;
        }
    }

    /** All are met. */
    record And(List<TagsFilter> nodes) implements TagsFilter {
        public And {
            nodes = List.copyOf(nodes);
        }

        @Override
        public boolean matches(Map<String, String> tags) {
            return nodes.stream().allMatch(node -> node.matches(tags));
        }
    }

    /** At least one is met. */
    record Or(List<TagsFilter> nodes) implements TagsFilter {
        public Or {
            nodes = List.copyOf(nodes);
        }

        @Override
        public boolean matches(Map<String, String> tags) {
            return nodes.stream().anyMatch(node -> node.matches(tags));
        }
    }

    /** It is not met. */
    record Not(TagsFilter node) implements TagsFilter {
        @Override
        public boolean matches(Map<String, String> tags) {
            return !node.matches(tags);
        }
    }
}
