package dev.fanfare.protocol.centrifuge.message;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/** A condition on the tags of a publication. Immutable, with equality by value. */
public sealed interface TagsFilter {
    /** Comparisons of a tag with one or several values. */
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

    /** True if the tags meet the condition. */
    boolean matches(Map<String, String> tags);

    /**
     * Compares one tag. An absent tag meets {@code NEQ}, {@code NIN} and {@code NEX} only. {@code LT} to {@code GTE} compare
     * decimal numbers; other texts meet none of them.
     *
     * @param value operand of all comparisons except {@code IN}, {@code NIN}, {@code EX} and {@code NEX}
     * @param values operands of {@code IN} and {@code NIN}
     */
    record Leaf(String key, Comparison comparison, String value, Set<String> values) implements TagsFilter {
        /** Parsing takes quadratic time in the length of the number. */
        private static final int MAX_NUMBER_LENGTH = 64;

        /** Excludes exponents, which could describe a number with a billion digits. */
        private static final Pattern DECIMAL = Pattern.compile("-?(?:\\d++\\.?+\\d*+|\\.\\d++)");

        public Leaf {
            values = Collections.unmodifiableSet(new LinkedHashSet<>(values));
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

        private static boolean isNumber(String text) {
            return text.length() <= MAX_NUMBER_LENGTH && DECIMAL.matcher(text).matches();
        }
    }

    /** Conjunction. */
    record And(List<TagsFilter> nodes) implements TagsFilter {
        public And {
            nodes = List.copyOf(nodes);
        }

        @Override
        public boolean matches(Map<String, String> tags) {
            return nodes.stream().allMatch(node -> node.matches(tags));
        }
    }

    /** Disjunction. */
    record Or(List<TagsFilter> nodes) implements TagsFilter {
        public Or {
            nodes = List.copyOf(nodes);
        }

        @Override
        public boolean matches(Map<String, String> tags) {
            return nodes.stream().anyMatch(node -> node.matches(tags));
        }
    }

    /** Negation. */
    record Not(TagsFilter node) implements TagsFilter {
        @Override
        public boolean matches(Map<String, String> tags) {
            return !node.matches(tags);
        }
    }
}
