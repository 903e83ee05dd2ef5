package dev.fanfare.protocol.centrifuge.message;

import dev.fanfare.model.access.ErrorCode;
import dev.fanfare.model.access.ErrorReplyException;
import dev.fanfare.protocol.centrifuge.message.TagsFilter.Comparison;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A filter as clients send it, within the {@link FilterLimits} but otherwise not validated. Immutable.
 *
 * @param op empty for a leaf, {@code and}, {@code or} or {@code not}
 * @param cmp the comparison of a leaf
 */
public record FilterNode(String op, String key, String cmp, String val, List<String> vals, List<FilterNode> nodes) {
    /** Represents a filter above the {@link FilterLimits}. */
    static final FilterNode INVALID = new FilterNode("", "", "", "", List.of(), List.of());

    /** The estimated bytes of a node of a filter, without its values and the content of its texts. */
    private static final int NODE_BYTES = 224;
    /** The estimated bytes of a value, without its content. */
    private static final int VALUE_BYTES = 96;

    private static final Map<String, Comparison> COMPARISONS = Arrays.stream(Comparison.values())
            .collect(Collectors.toMap(comparison -> comparison.name().toLowerCase(Locale.ROOT), Function.identity()));

    public FilterNode {
        vals = List.copyOf(vals);
        nodes = List.copyOf(nodes);
    }

    /** Returns the number of nodes and values. */
    public int size() {
        return 1 + vals.size() + nodes.stream().mapToInt(FilterNode::size).sum();
    }

    /** Returns the estimated bytes of the filter that {@link #toFilter} returns. */
    public int filterBytes() {
        int texts = key.length()
                + val.length()
                + vals.stream().mapToInt(String::length).sum();
        return NODE_BYTES
                + VALUE_BYTES * vals.size()
                + Character.BYTES * texts
                + nodes.stream().mapToInt(FilterNode::filterBytes).sum();
    }

    /**
     * Validates the filter.
     *
     * @throws ErrorReplyException {@link ErrorCode#BAD_REQUEST} if the filter is invalid
     */
    public TagsFilter toFilter() {
        var comparison = COMPARISONS.get(cmp);
        boolean valid = switch (op) {
            case "" -> comparison != null && !key.isEmpty();
            case "and", "or" -> !nodes.isEmpty();
            case "not" -> nodes.size() == 1;
            default -> false;
        };
        if (!valid) {
            throw new ErrorReplyException(ErrorCode.BAD_REQUEST);
        }
        if (comparison != null && op.isEmpty()) {
            return new TagsFilter.Leaf(key, comparison, val, new LinkedHashSet<>(vals));
        }
        var children = nodes.stream().map(FilterNode::toFilter).toList();
        return switch (op) {
            case "and" -> new TagsFilter.And(children);
            case "or" -> new TagsFilter.Or(children);
            default -> new TagsFilter.Not(children.getFirst());
        };
    }
}
