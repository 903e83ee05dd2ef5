package dev.fanfare.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Reads YAML into a tree of values. Accepts one document with scalar keys, limited depth, and no anchors, aliases or tags, so that
 * a hostile file costs little. Confined to one thread.
 */
final class YamlTree {
    /** Options are nested less deeply. */
    private static final int MAX_DEPTH = 16;

    private final String source;
    private final LoadSettings settings;
    private final Problems problems;

    private YamlTree(String source, Problems problems) {
        this.source = source;
        this.settings = LoadSettings.builder()
                .setLabel(source)
                .setAllowNonScalarKeys(true)
                .build();
        this.problems = problems;
    }

    /** Returns the root, or null if the text is empty, or if it is not valid, which is a problem. */
    static @Nullable Value parse(String source, String yaml, Problems problems) {
        return new YamlTree(source, problems).read(yaml);
    }

    private @Nullable Value read(String yaml) {
        try {
            if (isSupported(yaml)) {
                var root = new Compose(settings).composeString(yaml).orElse(null);
                return root == null ? null : value(root, at(root.getStartMark()), "");
            }
        } catch (MarkedYamlEngineException broken) {
            var context = Objects.requireNonNullElse(broken.getContext(), "");
            var reason = (context.isEmpty() ? "" : context + ", ") + broken.getProblem();
            refuse(at(broken.getProblemMark().or(broken::getContextMark)), "not valid YAML: " + Problems.shown(reason));
        } catch (YamlEngineException unreadable) {
            refuse(at(Optional.empty()), "not valid YAML: " + Problems.shown(String.valueOf(unreadable.getMessage())));
        }
        return null;
    }

    /** Looks at the events only, because composing recurses into each level. */
    private boolean isSupported(String yaml) {
        var documents = 0;
        var depth = 0;
        for (var event : new Parse(settings).parseString(yaml)) {
            documents += event instanceof DocumentStartEvent ? 1 : 0;
            depth += event instanceof CollectionStartEvent ? 1 : 0;
            depth -= event instanceof CollectionEndEvent ? 1 : 0;
            var reason = unsupported(event, documents, depth);
            if (!reason.isEmpty()) {
                return refuse(at(event.getStartMark()), reason);
            }
        }
        return true;
    }

    private static String unsupported(Event event, int documents, int depth) {
        if (documents > 1) {
            return "only one YAML document is supported";
        }
        if (depth > MAX_DEPTH) {
            return "nested more than " + MAX_DEPTH + " levels deep";
        }
        if (event instanceof AliasEvent) {
            return "aliases (*name) are not supported: write the value instead";
        }
        var tagged = (event instanceof ScalarEvent scalar && scalar.getTag().isPresent())
                || (event instanceof CollectionStartEvent start
                        && start.getTag().isPresent());
        var decorated =
                tagged || (event instanceof NodeEvent node && node.getAnchor().isPresent());
        return decorated ? "anchors (&name) and tags (!name) are not supported" : "";
    }

    private Value value(Node node, Value.Location location, String path) {
        return switch (node) {
            case ScalarNode scalar ->
                new Value.Text(scalar.getValue(), scalar.getScalarStyle() == ScalarStyle.PLAIN, location);
            case SequenceNode sequence -> items(sequence, location, path);
            case MappingNode mapping -> keys(mapping, location, path);
            default -> throw new IllegalStateException("not composed: " + node);
        };
    }

    private Value items(SequenceNode sequence, Value.Location location, String path) {
        var items = new ArrayList<Value>();
        for (var item : sequence.getValue()) {
            items.add(value(item, at(item.getStartMark()), path + "[" + items.size() + "]"));
        }
        return new Value.Items(items, location);
    }

    private Value keys(MappingNode mapping, Value.Location location, String path) {
        var entries = new LinkedHashMap<String, Value>();
        for (var entry : mapping.getValue()) {
            var at = at(entry.getKeyNode().getStartMark());
            if (entry.getKeyNode() instanceof ScalarNode key) {
                var here = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
                var earlier = entries.putIfAbsent(key.getValue(), value(entry.getValueNode(), at, here));
                if (earlier != null) {
                    problems.add(
                            at,
                            here,
                            "is set twice, first in line " + earlier.location().line());
                }
            } else {
                refuse(at, "a key must be a single value");
            }
        }
        return new Value.Mapping(entries, location);
    }

    private boolean refuse(Value.Location at, String message) {
        problems.add(at, "", message);
        return false;
    }

    private Value.Location at(Optional<Mark> mark) {
        return new Value.Location(
                source, mark.map(Mark::getLine).map(line -> line + 1).orElse(0));
    }
}
