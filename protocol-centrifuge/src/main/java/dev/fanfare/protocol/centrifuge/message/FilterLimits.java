package dev.fanfare.protocol.centrifuge.message;

/**
 * Counts the parts of one filter while it is decoded, so that a filter above the limits is not built. Confined to one
 * thread.
 */
public final class FilterLimits {
    /** Limits the nodes and values of a filter, and with them the work per publication. */
    static final int MAX_NODES = 100;

    static final int MAX_DEPTH = 10;

    /** Limits the characters of all texts of a filter, which a subscription keeps. */
    static final int MAX_CHARS = 4 * 1024;

    private int nodes;
    private int chars;
    private boolean exceeded;

    /** Returns true if the filter may contain another node at this depth; the first node has the depth 1. */
    public boolean node(int depth) {
        nodes++;
        exceeded |= nodes > MAX_NODES || depth > MAX_DEPTH;
        return !exceeded;
    }

    /** Returns true if the filter may contain another value. */
    public boolean value() {
        return node(1);
    }

    /** Counts a text; returns it, or an empty text above the limits. */
    public String text(String text) {
        chars += text.length();
        exceeded |= chars > MAX_CHARS;
        return exceeded ? "" : text;
    }

    /** Returns the decoded filter; above the limits, a filter that is invalid. */
    public FilterNode checked(FilterNode filter) {
        return exceeded ? FilterNode.INVALID : filter;
    }
}
