package dev.fanfare.config;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Environment variables by the option that each sets: the path in upper case, with underscores. Immutable. */
final class Variables {
    static final String PREFIX = "FANFARE_";

    /** Read by the script that starts the program. */
    private static final Set<String> OF_THE_PROGRAM = Set.of("FANFARE_JAVA_OPTS");

    /** What Kubernetes sets in every container when a service is named fanfare, or fanfare-something. */
    private static final Pattern OF_KUBERNETES =
            Pattern.compile("FANFARE_(\\w+_)?(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT_\\d+_(TCP|UDP|SCTP)(_\\w+)?)");

    private static final Pattern KUBERNETES_LINK = Pattern.compile("(tcp|udp|sctp)://.*");

    private final Map<String, String> pathByName = new LinkedHashMap<>();

    Variables(Schema schema) {
        schema.eachOption((path, key) -> {
            var earlier = pathByName.put(name(path), path);
            if (earlier != null) {
                throw new IllegalStateException(earlier + " and " + path + " have the same variable");
            }
        });
    }

    static String name(String path) {
        return PREFIX + path.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_');
    }

    /** Paths with their texts; an unknown variable of ours is a problem. */
    Map<String, String> paths(Map<String, String> environment, Problems problems) {
        var paths = new LinkedHashMap<String, String>();
        environment.forEach((name, text) -> {
            var path = pathByName.get(name);
            if (path != null) {
                paths.put(path, text);
            } else if (name.startsWith(PREFIX) && !isForOthers(name, text)) {
                unknown(name, problems);
            }
        });
        return paths;
    }

    private static boolean isForOthers(String name, String text) {
        return OF_THE_PROGRAM.contains(name)
                || OF_KUBERNETES.matcher(name).matches()
                || (name.endsWith("_PORT") && KUBERNETES_LINK.matcher(text).matches());
    }

    private void unknown(String name, Problems problems) {
        var hint = Nearest.to(name, pathByName.keySet()).map(near -> "; did you mean " + near + "?");
        problems.add(new ValueOrigin(name, 0), "no option has this environment variable" + hint.orElse(""));
    }
}
