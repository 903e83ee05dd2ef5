package dev.fanfare.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Replaces values of a tree by those of environment variables and flags. Confined to one thread. */
final class OptionOverrides {
    private static final String PREFIX = "FANFARE_";

    /** Variables of the script that starts the program. */
    private static final Set<String> OF_THE_LAUNCHER = Set.of("FANFARE_JAVA_OPTS", "FANFARE_AOT_CACHE");

    /** Variables that Kubernetes sets in every container if a service is named fanfare or fanfare-something. */
    private static final Pattern OF_KUBERNETES =
            Pattern.compile("FANFARE_(\\w+_)?(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT_\\d+_(TCP|UDP|SCTP)(_\\w+)?)");

    private static final Pattern KUBERNETES_LINK = Pattern.compile("(tcp|udp|sctp)://.*");

    private final Map<String, Schema> schemas = new LinkedHashMap<>();
    private final Map<String, String> pathByVariable = new HashMap<>();
    private final Value root;
    private final Problems problems;

    OptionOverrides(Schema.Group schema, Value root, Problems problems) {
        this.root = root;
        this.problems = problems;
        schema.eachOption("", (path, key) -> {
            schemas.put(path, key.schema());
            var earlier = pathByVariable.put(variable(path), path);
            if (earlier != null) {
                throw new IllegalStateException(earlier + " and " + path + " have the same environment variable");
            }
        });
    }

    /** Sets the options of all variables; an unknown variable with the prefix is a problem. */
    void environment(Map<String, String> environment) {
        environment.forEach((name, text) -> {
            var path = pathByVariable.get(name);
            if (path != null) {
                put(path, text, name);
            } else if (name.startsWith(PREFIX) && !isForeign(name, text)) {
                var near = Nearest.to(name, pathByVariable.keySet());
                problems.add(
                        new Value.Location(name, 0),
                        "",
                        "unknown environment variable"
                                + near.map(each -> "; did you mean " + each + "?")
                                        .orElse(""));
            }
        });
    }

    /** Sets options by their paths. */
    void flags(Map<String, String> flags) {
        flags.forEach((path, text) -> {
            if (schemas.containsKey(path)) {
                put(path, text, "--" + path);
            } else {
                var near = Nearest.to(path, schemas.keySet());
                problems.add(
                        new Value.Location("--" + path, 0),
                        "",
                        "unknown key"
                                + near.map(each -> "; did you mean " + each + "?")
                                        .orElse(""));
            }
        });
    }

    private static String variable(String path) {
        return PREFIX + path.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_');
    }

    private static boolean isForeign(String name, String text) {
        return OF_THE_LAUNCHER.contains(name)
                || OF_KUBERNETES.matcher(name).matches()
                || (name.endsWith("_PORT") && KUBERNETES_LINK.matcher(text).matches());
    }

    /** Creates missing groups. If the file has another kind of value at a group, the binder reports it. */
    private void put(String path, String text, String source) {
        var location = new Value.Location(source, 0);
        var value = value(path, text, location);
        var steps = path.split("\\.", -1);
        var here = root;
        for (var step = 0; step < steps.length - 1; step++) {
            here = here instanceof Value.Mapping keys ? group(keys, steps[step], location) : here;
        }
        if (value != null && here instanceof Value.Mapping keys) {
            keys.entries().put(steps[steps.length - 1], value);
        }
    }

    private static Value group(Value.Mapping keys, String step, Value.Location location) {
        var value = keys.entries().get(step);
        if (value == null || value.isEmpty()) {
            value = new Value.Mapping(new LinkedHashMap<>(), location);
            keys.entries().put(step, value);
        }
        return value;
    }

    private @Nullable Value value(String path, String text, Value.Location location) {
        var schema = schemas.get(path);
        if (schema instanceof Schema.Single) {
            return new Value.Text(text, false, location);
        }
        var isList = schema instanceof Schema.ListOf list && list.item() instanceof Schema.Single;
        if (!isList || text.strip().startsWith("[")) {
            return YamlTree.parse(location.source(), text, problems);
        }
        var items = new ArrayList<Value>();
        Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .forEach(item -> items.add(new Value.Text(item, false, location)));
        return new Value.Items(items, location);
    }
}
