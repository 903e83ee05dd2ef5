package dev.fanfare.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Shows the load of the nodes in a terminal, from the API of the admin page. */
@Command(
        name = "top",
        description = "Shows the load of all nodes, from the API of the admin page. q or Ctrl-C ends it.",
        mixinStandardHelpOptions = true)
final class TopCommand implements Callable<Integer> {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Pattern CONTROL_CHARACTERS = Pattern.compile("\\p{Cntrl}+");
    private static final double MEBI = 1 << 20;
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int ID = 36;

    @Parameters(
            arity = "0..1",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:9000",
            description = "URL of the internal port of a node. Default: ${DEFAULT-VALUE}.")
    private URI url;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            defaultValue = "${env:FANFARE_ADMIN_TOKEN:-}",
            description = "Bearer token, admin.token of the configuration. Default: the environment variable"
                    + " FANFARE_ADMIN_TOKEN.")
    private String token;

    @Option(names = "--once", description = "Prints one table and ends.")
    private boolean once;

    @Option(
            names = "--interval",
            paramLabel = "SECONDS",
            defaultValue = "1",
            description = "Time between two tables. Default: ${DEFAULT-VALUE}.")
    private int intervalSeconds;

    @Spec
    private CommandSpec spec;

    /** The nodes that have answered at least once. */
    private final Set<String> known = new TreeSet<>();

    private final CountDownLatch ended = new CountDownLatch(1);

    @Override
    public Integer call() {
        if (intervalSeconds < 1 || !Set.of("http", "https").contains(String.valueOf(url.getScheme()))) {
            throw new ParameterException(
                    spec.commandLine(),
                    "URL must start with http:// or https://, and --interval must be at least 1; got " + url + " and "
                            + intervalSeconds);
        }
        try (var client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
            if (once) {
                print(table(read(client)), false);
                return 0;
            }
            watch(client);
            return 0;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private void watch(HttpClient client) throws InterruptedException {
        boolean terminal = Ansi.AUTO.enabled();
        Thread.ofVirtual().start(this::awaitQuit);
        do {
            List<String> lines;
            try {
                lines = table(read(client));
            } catch (IllegalStateException unavailable) {
                lines = List.of(plain(String.valueOf(unavailable.getMessage())));
            }
            print(lines, terminal);
        } while (!ended.await(intervalSeconds, TimeUnit.SECONDS));
    }

    /** Ends at q; a terminal passes it on after Enter. At the end of the input, only Ctrl-C ends the command. */
    private void awaitQuit() {
        try {
            for (int key = System.in.read(); key >= 0; key = System.in.read()) {
                if (key == 'q') {
                    ended.countDown();
                    return;
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private JsonNode read(HttpClient client) throws InterruptedException {
        var request = HttpRequest.newBuilder(url.resolve("/admin/api/summary"))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + token)
                .build();
        try {
            var response = client.send(request, BodyHandlers.ofString());
            if (response.statusCode() != OK) {
                throw new IllegalStateException(url + " answered HTTP " + response.statusCode()
                        + (response.statusCode() == UNAUTHORIZED
                                ? ": set --token (or FANFARE_ADMIN_TOKEN) to admin.token of the configuration"
                                : ": the admin page requires http-server.internal-port, and admin.password or"
                                        + " admin.token"));
            }
            return JsonMapper.shared().readTree(response.body());
        } catch (IOException unreachable) {
            throw new IllegalStateException(url + " is unreachable: " + unreachable, unreachable);
        } catch (JacksonException malformed) {
            throw new IllegalStateException(url + " is not the admin API of Fanfare", malformed);
        }
    }

    /** The lines for an answer. Nodes that have answered before, and do not now, are gone. */
    List<String> table(JsonNode summary) {
        var lines = new ArrayList<String>();
        var cluster = summary.path("cluster");
        lines.add(String.format(
                Locale.ROOT,
                "%d nodes, %d clients, %d subscriptions, %d channels",
                count(cluster, "nodes"),
                count(cluster, "clients"),
                count(cluster, "subscriptions"),
                count(cluster, "channels")));
        lines.add(String.format(
                Locale.ROOT,
                "%-36s %8s %9s %9s %9s %7s %7s %8s %9s %s",
                "NODE",
                "CLIENTS",
                "PUB/S",
                "DELIV/S",
                "MIB/S",
                "DROP/S",
                "LAG MS",
                "FANOUT",
                "HEAP MIB",
                "STATE"));
        var gone = new TreeSet<>(known);
        for (var node : summary.path("nodes")) {
            var id = node.path("node").asString("");
            known.add(id);
            gone.remove(id);
            lines.add(line(node, id));
        }
        summary.path("missing").forEach(missing -> gone.add(missing.asString("")));
        gone.forEach(id -> lines.add(String.format(Locale.ROOT, "%-36s gone: does not answer", shortened(id))));
        return lines;
    }

    private static String line(JsonNode node, String id) {
        return String.format(
                Locale.ROOT,
                "%-36s %8d %9.1f %9.1f %9.2f %7.1f %7.2f %8.2f %9s %s",
                shortened(id),
                count(node, "clients"),
                number(node, "publications_per_second"),
                number(node, "deliveries_per_second"),
                number(node, "bytes_per_second") / MEBI,
                number(node, "drops_per_second"),
                number(node, "loop_lag_micros") / 1000,
                number(node, "fan_out_micros") / 1000,
                (long) (number(node, "heap_used") / MEBI) + "/" + (long) (number(node, "heap_max") / MEBI),
                state(node));
    }

    private static String state(JsonNode node) {
        if (node.path("draining").asBoolean(false)) {
            return "draining";
        }
        if (node.path("overloaded").asBoolean(false)) {
            return "overloaded";
        }
        return node.path("ready").asBoolean(false) ? "ready" : "not ready";
    }

    private static String shortened(String id) {
        var text = plain(id);
        return text.substring(0, Math.min(ID, text.length()));
    }

    private static String plain(String text) {
        return CONTROL_CHARACTERS.matcher(text).replaceAll("?");
    }

    private static long count(JsonNode node, String name) {
        return (long) number(node, name);
    }

    /** Numbers that are zero are left out. */
    private static double number(JsonNode node, String name) {
        return node.path(name).asDouble(0);
    }

    private void print(List<String> lines, boolean terminal) {
        PrintWriter out = spec.commandLine().getOut();
        if (terminal) {
            out.print("\u001b[H\u001b[2J");
        }
        lines.forEach(out::println);
        out.flush();
    }
}
