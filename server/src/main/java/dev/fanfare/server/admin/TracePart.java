package dev.fanfare.server.admin;

import java.util.List;
import java.util.Objects;

/**
 * Lines of a trace from one node. Immutable.
 *
 * @param id of the trace
 * @param leftOut number of events that were left out since the previous part
 */
record TracePart(String id, List<TraceLine> lines, long leftOut) {
    TracePart {
        lines = List.copyOf(Objects.requireNonNullElse(lines, List.of()));
    }
}
