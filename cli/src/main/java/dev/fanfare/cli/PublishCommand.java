package dev.fanfare.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Publishes through the HTTP API of a running server. */
@Command(
        name = "publish",
        description = "Publishes JSON to a channel through the HTTP API of a running server.",
        mixinStandardHelpOptions = true)
final class PublishCommand implements Callable<Integer> {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @Mixin
    private final ConfigOptions config = new ConfigOptions();

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "URL of the server. Default: this machine and the port of the configuration.")
    private @Nullable URI url;

    @Option(names = "--key", paramLabel = "KEY", description = "API key. Default: the key of the configuration.")
    private @Nullable String key;

    @Parameters(index = "0", paramLabel = "CHANNEL", description = "Name of the channel.")
    private String channel;

    @Parameters(index = "1", paramLabel = "JSON", description = "Data of the publication.")
    private String json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var loaded = config.load();
        var base = url == null
                ? URI.create("http://127.0.0.1:" + loaded.httpServer().port() + "/")
                : url;
        var request = HttpRequest.newBuilder(base.resolve("/api/publish"))
                .timeout(TIMEOUT)
                .header("content-type", "application/json")
                .header("x-api-key", key == null ? loaded.httpApi().key().text() : key)
                .POST(HttpRequest.BodyPublishers.ofString(body()))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            var response = client.send(request, BodyHandlers.ofString());
            boolean done = response.statusCode() == 200 && response.body().startsWith("{\"result\"");
            var to = done ? spec.commandLine().getOut() : spec.commandLine().getErr();
            to.println(done ? response.body() : response.statusCode() + " " + response.body());
            to.flush();
            return done ? 0 : 1;
        }
    }

    private String body() {
        var mapper = JsonMapper.shared();
        try {
            return mapper.createObjectNode()
                    .put("channel", channel)
                    .set("data", mapper.readTree(json))
                    .toString();
        } catch (JacksonException malformed) {
            throw new ParameterException(spec.commandLine(), "JSON is malformed: " + malformed.getOriginalMessage());
        }
    }
}
