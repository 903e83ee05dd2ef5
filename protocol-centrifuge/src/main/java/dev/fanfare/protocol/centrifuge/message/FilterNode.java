package dev.fanfare.protocol.centrifuge.message;

import dev.fanfare.protocol.centrifuge.message.TagsFilter.Comparison;
import java.util.List;
import java.util.Locale;

/**
 * A filter as it is on the wire, still unchecked. Immutable.
 *
 * @param op empty for a leaf, or {@code and}, {@code or}, {@code not}
 * @param cmp the comparison of a leaf
 */
public record FilterNode(String op, String key, String cmp, String val, List<String> vals, List<FilterNode> nodes) {
    /** What a filter may have, so that nobody makes the server work for each publication. */
    private static final int MAX_NODES = 100;

    private static final int MAX_DEPTH = 10;

    public FilterNode {
        vals = List.copyOf(vals);
        nodes = List.copyOf(nodes);
    }

    /**
     * The condition that this stands for.
     *
     * @throws CentrifugeErrorException {@link ErrorCode#BAD_REQUEST} when it is none, or too large
     */
    public TagsFilter toFilter() {
        if (size() > MAX_NODES) {
            throw new CentrifugeErrorException(ErrorCode.BAD_REQUEST);
        }
        return toFilter(1);
    }

    private int size() {
        return 1 + vals.size() + nodes.stream().mapToInt(FilterNode::size).sum();
    }

    private TagsFilter toFilter(int depth) {
        if (depth > MAX_DEPTH) {
            throw new CentrifugeErrorException(ErrorCode.BAD_REQUEST);
        }
        return switch (op) {
            case "" -> leaf();
            case "and" -> new TagsFilter.And(children(depth));
            case "or" -> new TagsFilter.Or(children(depth));
            case "not" -> {
                if (nodes.size() != 1) {
                    throw new CentrifugeErrorException(ErrorCode.BAD_REQUEST);
                }
                yield new TagsFilter.Not(nodes.getFirst().toFilter(depth + 1));
            }
            default -> throw new CentrifugeErrorException(ErrorCode.BAD_REQUEST);
        };
    }

    private List<TagsFilter> children(int depth) {
        if (nodes.isEmpty()) {
            throw new CentrifugeErrorException(ErrorCode.BAD_REQUEST);
        }
        return nodes.stream().map(node -> node.toFilter(depth + 1)).toList();
    }

    private TagsFilter leaf() {
        if (key.isEmpty()) {
            throw new CentrifugeErrorException(ErrorCode.BAD_REQUEST);
        }
        for (var comparison : Comparison.values()) {
            if (comparison.name().toLowerCase(Locale.ROOT).equals(cmp)) {
                return new TagsFilter.Leaf(key, comparison, val, vals);
            }
        }
        throw new CentrifugeErrorException(ErrorCode.BAD_REQUEST);
    }
}
