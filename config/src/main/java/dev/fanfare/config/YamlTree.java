package dev.fanfare.config;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Builds the tree from the events of a YAML parser, so that neither depth nor size of a file can hurt: one document,
 * single values as keys, no anchors, aliases or tags. Confined to one thread.
 */
final class YamlTree {
    /** Deeper than any option lies. */
    private static final int MAX_DEPTH = 16;

    private final String source;
    private final Problems problems;
    private final Deque<Open> open = new ArrayDeque<>();
    private @Nullable Value root;
    private int documents;

    private YamlTree(String source, Problems problems) {
        this.source = source;
        this.problems = problems;
    }

    /** The root, or null when the text is empty or is no YAML of the kind above, which becomes a problem. */
    static @Nullable Value parse(String source, String yaml, Problems problems) {
        var tree = new YamlTree(source, problems);
        return tree.read(yaml) ? tree.root : null;
    }

    private boolean read(String yaml) {
        var settings = LoadSettings.builder().setLabel(source).build();
        try {
            for (var event : new Parse(settings).parseString(yaml)) {
                if (!take(event)) {
                    return false;
                }
            }
            return true;
        } catch (MarkedYamlEngineException broken) {
            problems.add(at(broken.getProblemMark().or(broken::getContextMark)), "not valid YAML: " + reason(broken));
        } catch (YamlEngineException unreadable) {
            problems.add(
                    new ValueOrigin(source, 0), "not valid YAML: " + Problems.shown(text(unreadable.getMessage())));
        }
        return false;
    }

    private boolean take(Event event) {
        return switch (event) {
            case DocumentStartEvent start -> ++documents == 1 || refuse(start, "only one YAML document is allowed");
            case AliasEvent alias -> refuse(alias, "aliases (*name) are not supported: write the value out");
            case ScalarEvent scalar -> scalar(scalar);
            case CollectionStartEvent start -> start(start);
            case CollectionEndEvent end -> end();
            default -> true;
        };
    }

    private boolean scalar(ScalarEvent event) {
        if (!isUndecorated(event, event.getAnchor(), event.getTag())) {
            return false;
        }
        var parent = open.peek();
        if (parent != null && parent.wantsKey()) {
            parent.key = event.getValue();
            parent.keyOrigin = at(event.getStartMark());
            return true;
        }
        attach(new Value.Text(event.getValue(), event.isPlain(), at(event.getStartMark())));
        return true;
    }

    private boolean start(CollectionStartEvent event) {
        var parent = open.peek();
        if (!isUndecorated(event, event.getAnchor(), event.getTag())) {
            return false;
        }
        if (parent != null && parent.wantsKey()) {
            return refuse(event, "a key must be a single value");
        }
        if (open.size() == MAX_DEPTH) {
            return refuse(event, "nested deeper than " + MAX_DEPTH + " levels");
        }
        var origin = at(event.getStartMark());
        open.push(new Open(
                event instanceof MappingStartEvent
                        ? new Value.Keys(new LinkedHashMap<>(), origin)
                        : new Value.Items(new ArrayList<>(), origin)));
        return true;
    }

    private boolean end() {
        attach(open.pop().value);
        return true;
    }

    private boolean isUndecorated(Event event, Optional<Anchor> anchor, Optional<String> tag) {
        return (anchor.isEmpty() && tag.isEmpty())
                || refuse(event, "anchors (&name) and tags (!name) are not supported");
    }

    private void attach(Value value) {
        var parent = open.peek();
        if (parent == null) {
            root = value;
            return;
        }
        switch (parent.value) {
            case Value.Items items -> items.values().add(value);
            case Value.Keys keys -> attach(keys.entries(), parent, value);
            case Value.Text text -> throw new IllegalStateException("a text holds nothing");
        }
    }

    private void attach(Map<String, Value.Entry> entries, Open parent, Value value) {
        var key = text(parent.key);
        var origin = parent.keyOrigin;
        parent.key = null;
        var earlier = entries.putIfAbsent(key, new Value.Entry(value, origin));
        if (earlier != null) {
            problems.add(
                    origin,
                    path() + key,
                    "",
                    "stands there twice, first in line " + earlier.key().line());
        }
    }

    /** Keys and numbers of items that lead to the innermost open group. */
    private String path() {
        var path = new StringBuilder();
        for (var each = open.descendingIterator(); each.hasNext(); ) {
            var parent = each.next();
            if (parent.value instanceof Value.Items items) {
                path.setLength(Math.max(0, path.length() - 1));
                path.append('[').append(items.values().size()).append("].");
            } else if (parent.key != null) {
                path.append(parent.key).append('.');
            }
        }
        return path.toString();
    }

    private boolean refuse(Event event, String message) {
        problems.add(at(event.getStartMark()), message);
        return false;
    }

    private ValueOrigin at(Optional<Mark> mark) {
        return new ValueOrigin(
                source, mark.map(Mark::getLine).map(line -> line + 1).orElse(0));
    }

    private static String reason(MarkedYamlEngineException broken) {
        var context = text(broken.getContext());
        return Problems.shown(context.isEmpty() ? broken.getProblem() : context + ", " + broken.getProblem());
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** A list or group that is not finished, and the key whose value comes next. */
    private static final class Open {
        private final Value value;
        private @Nullable String key;
        private ValueOrigin keyOrigin;

        private Open(Value value) {
            this.value = value;
            this.keyOrigin = value.origin();
        }

        private boolean wantsKey() {
            return value instanceof Value.Keys && key == null;
        }
    }
}
