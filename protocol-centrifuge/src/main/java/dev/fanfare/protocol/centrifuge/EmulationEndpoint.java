package dev.fanfare.protocol.centrifuge;

import dev.fanfare.core.concurrent.FailureCause;
import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.core.transport.HttpHandler;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.http.Headers;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.model.monitoring.LogText;
import dev.fanfare.protocol.centrifuge.client.ClientContext;
import dev.fanfare.protocol.centrifuge.client.EmulatedSessions;
import dev.fanfare.protocol.centrifuge.message.EmulationRequest;
import dev.fanfare.protocol.centrifuge.message.MalformedCommandException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts commands of clients with one-way transports and forwards them to the node that holds the connection. Thread-safe.
 */
final class EmulationEndpoint implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(EmulationEndpoint.class);
    private static final String TOPIC = "centrifuge.emulation";
    private static final String METHODS = "POST, OPTIONS";
    private static final HttpResponse ACCEPTED = HttpResponse.of(204, Headers.empty(), new byte[0]);

    private final ClientContext context;

    EmulationEndpoint(ClientContext context) {
        this.context = context;
        context.node().topics().listen(TOPIC, this::onForwarded);
    }

    @Override
    public void handle(HttpExchange exchange) {
        switch (exchange.request().method()) {
            case "POST" -> exchange.readBody(context.settings().maxMessageBytes(), body -> accept(exchange, body));
            case "OPTIONS" -> exchange.respond(EndpointResponses.preflight(METHODS));
            default -> exchange.respond(EndpointResponses.methodNotAllowed(METHODS));
        }
    }

    private void accept(HttpExchange exchange, byte[] body) {
        var encoding = Encodings.of(exchange.request());
        EmulationRequest request;
        try {
            request = encoding.emulation(Encodings.body(body, encoding));
        } catch (MalformedCommandException malformed) {
            exchange.respond(HttpResponse.text(400, "invalid emulation request: " + malformed.getMessage()));
            return;
        }
        if (request.node().isEmpty() || request.session().isEmpty()) {
            exchange.respond(HttpResponse.text(400, "an emulation request requires the fields node and session"));
        } else if (request.session().length() > EmulatedSessions.SECRET_LENGTH) {
            exchange.respond(HttpResponse.text(
                    400, "session may have at most " + EmulatedSessions.SECRET_LENGTH + " characters"));
        } else if (request.node().equals(context.node().topics().self())) {
            context.emulated().deliver(request.session(), request.commands());
            exchange.respond(ACCEPTED);
        } else {
            forward(exchange, request);
        }
    }

    private void forward(HttpExchange exchange, EmulationRequest request) {
        context.node()
                .topics()
                .send(request.node(), TOPIC, encode(request))
                .whenComplete((sent, failure) -> exchange.loop().execute(() -> {
                    if (!exchange.isAnswered()) {
                        exchange.respond(response(failure));
                    }
                }));
    }

    private static HttpResponse response(@Nullable Throwable failure) {
        if (failure == null) {
            return ACCEPTED;
        }
        var cause = FailureCause.of(failure);
        if (cause instanceof EngineException unknown) {
            LOG.debug("cannot forward commands to another node: {}", LogText.of(unknown.getMessage()));
            return HttpResponse.text(404, "unknown node");
        }
        LOG.error("cannot forward commands to another node", failure);
        return HttpResponse.text(500, "internal error");
    }

    private void onForwarded(String fromNode, byte[] message) {
        try (var in = new DataInputStream(new ByteArrayInputStream(message))) {
            var secret = in.readUTF();
            boolean text = in.readBoolean();
            var bytes = in.readAllBytes();
            context.emulated().deliver(secret, text ? Payload.validatedText(bytes) : Payload.binary(bytes));
        } catch (IOException malformed) {
            throw new EngineException("cannot decode forwarded commands: " + malformed.getMessage(), malformed);
        }
    }

    private static byte[] encode(EmulationRequest request) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeUTF(request.session());
            out.writeBoolean(request.commands().isText());
            out.write(request.commands().bytes());
        } catch (IOException tooLong) {
            throw new UncheckedIOException("the secret of a session exceeds 65535 bytes", tooLong);
        }
        return bytes.toByteArray();
    }
}
