package dev.fanfare.cli;

import dev.fanfare.model.monitoring.LogText;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Follows a user, a client or a channel on a running server. Ctrl-C ends the connection, which stops the trace. */
@Command(
        name = "trace",
        description = "Shows live what a user, a client or a channel of a running server sends and receives.",
        mixinStandardHelpOptions = true)
final class TraceCommand implements Callable<Integer> {
    @Mixin
    private final ConfigOptions config = new ConfigOptions();

    /** One of them. */
    static final class Target {
        @Option(names = "--user", paramLabel = "USER", description = "Follows all clients of a user.")
        private @Nullable String user;

        @Option(names = "--client", paramLabel = "ID", description = "Follows one client.")
        private @Nullable String client;

        @Option(
                names = "--channel",
                paramLabel = "CHANNEL",
                description = "Follows the commands and pushes of a channel.")
        private @Nullable String channel;

        String query() {
            return user != null
                    ? query("user", user)
                    : client != null ? query("client", client) : query("channel", String.valueOf(channel));
        }

        private static String query(String name, String value) {
            return name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
        }
    }

    @ArgGroup(multiplicity = "1")
    private Target target = new Target();

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "URL of the internal port. Default: this machine and the internal port of the configuration.")
    private @Nullable URI url;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "Admin token. Default: admin.token of the configuration or FANFARE_ADMIN_TOKEN.")
    private @Nullable String token;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "60",
            description = "Duration of the trace, at most 600. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var loaded = config.load();
        var base = url == null
                ? URI.create("http://127.0.0.1:" + loaded.httpServer().internalPort() + "/")
                : url;
        var request = HttpRequest.newBuilder(base.resolve("/admin/api/trace?seconds=" + seconds + "&" + target.query()))
                .header(
                        "authorization",
                        "Bearer " + (token == null ? loaded.admin().token().text() : token))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            var response = client.send(request, BodyHandlers.ofLines());
            try (var lines = response.body()) {
                if (response.statusCode() != 200) {
                    print(spec.commandLine().getErr(), response.statusCode() + " " + String.join(" ", lines.toList()));
                    return 1;
                }
                return follow(lines.iterator());
            }
        }
    }

    private int follow(Iterator<String> lines) {
        var event = "";
        while (lines.hasNext()) {
            var line = lines.next();
            if (line.startsWith("event: ")) {
                event = line.substring("event: ".length());
            } else if (line.startsWith("data: ")) {
                var data = JsonMapper.shared().readTree(line.substring("data: ".length()));
                if (event.equals("trace")) {
                    show(data);
                } else if (event.equals("started")) {
                    print(spec.commandLine().getErr(), "the trace has started on node " + text(data, "node"));
                } else if (event.equals("end")) {
                    print(spec.commandLine().getErr(), text(data, "reason"));
                    return 0;
                }
            }
        }
        print(spec.commandLine().getErr(), "the server has closed the connection");
        return 1;
    }

    private void show(JsonNode part) {
        var out = spec.commandLine().getOut();
        part.path("lines").forEach(line -> print(out, readable(line)));
        long leftOut = part.path("left_out").asLong(0);
        if (leftOut > 0) {
            print(out, "... " + leftOut + " events were left out");
        }
    }

    /** Texts of clients are escaped, because they could control the terminal. */
    private static String readable(JsonNode line) {
        var time = LocalTime.ofInstant(Instant.ofEpochMilli(line.path("time").asLong(0)), ZoneId.systemDefault())
                .truncatedTo(ChronoUnit.MILLIS);
        var text = new StringBuilder(
                "%-12s %-12s".formatted(time, text(line, "kind").toUpperCase(Locale.ROOT)));
        append(text, "node=", text(line, "node"));
        append(text, "user=", text(line, "user"));
        append(text, "client=", text(line, "client"));
        append(text, "", text(line, "name"));
        append(text, "channel=", text(line, "channel"));
        long bytes = line.path("bytes").asLong(0);
        append(text, "bytes=", bytes == 0 ? "" : Long.toString(bytes));
        append(text, "", text(line, "detail"));
        append(text, "data=", text(line, "data"));
        return text.toString();
    }

    private static void append(StringBuilder to, String label, String value) {
        if (!value.isEmpty()) {
            to.append(' ').append(label).append(value);
        }
    }

    private static String text(JsonNode node, String field) {
        return LogText.of(node.path(field).asString("")).toString();
    }

    private static void print(PrintWriter to, String line) {
        to.println(line);
        to.flush();
    }
}
