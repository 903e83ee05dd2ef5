package dev.fanfare.cli.bench;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;

/** Publishes through the HTTP API. Confined to the event loop of its connection. */
final class ApiSink implements PublishSink {
    private static final int MAX_PENDING = 256;
    private static final int MAX_TEXT = 200;
    private static final int OK = 200;

    private final RunContext context;
    private final HttpSender sender;
    private final Consumer<String> rejected;

    /**
     * Creates a sink.
     *
     * @param rejected receives the reason if the API refuses all requests, for example because the key is wrong
     */
    ApiSink(RunContext context, HttpSender sender, Consumer<String> rejected) {
        this.context = context;
        this.sender = sender;
        this.rejected = rejected;
    }

    @Override
    public boolean isReady() {
        return sender.pending() < MAX_PENDING;
    }

    @Override
    public void publish(StreamState stream, long sequence, byte[] payload) {
        var channel = JsonMapper.shared().writeValueAsString(context.plan.load().channel(stream.channel()));
        var body = "{\"channel\":" + channel + ",\"data\":" + new String(payload, StandardCharsets.US_ASCII) + "}";
        sender.post(body, response -> accept(stream, sequence, response));
    }

    private void accept(StreamState stream, long sequence, HttpSender.Response response) {
        int status = response.status();
        if (status == OK && response.body().startsWith("{\"result\"")) {
            context.stats.accepted.increment();
            return;
        }
        stream.reject(sequence);
        var text = response.body().strip();
        var reason = (status == 0 ? "" : "HTTP " + status + " ") + text.substring(0, Math.min(MAX_TEXT, text.length()));
        context.stats.error("publish: " + reason);
        if (status == 401 || status == 403 || status == 404 || status == 421) {
            rejected.accept("the HTTP API rejected a publication: " + reason
                    + "; set --api-key (or FANFARE_HTTP_API_KEY) and --api-url");
        }
    }

    @Override
    public void end() {
        sender.close();
    }
}
