package dev.fanfare.cli;

import dev.fanfare.core.concurrent.FailureCause;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A WebSocket client for the terminal: sends each line of the input and prints received messages. */
@Command(
        name = "connect",
        description = "Connects to a WebSocket, sends each line of the input and prints received messages.",
        mixinStandardHelpOptions = true)
final class ConnectCommand implements Callable<Integer> {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int SHOWN_BYTES = 32;
    private static final Pattern CONTROL_CHARACTERS = Pattern.compile("[\\p{Cntrl}&&[^\n\t]]|[\u0080-\u009f]");

    @Parameters(paramLabel = "URL", description = "URL of the WebSocket, for example ws://localhost:8000/ws.")
    private URI url;

    @Option(
            names = {"-H", "--header"},
            paramLabel = "NAME:VALUE",
            description = "Header of the handshake. Repeatable.")
    private final List<String> headers = new ArrayList<>();

    @Option(
            names = "--subprotocol",
            paramLabel = "NAME",
            description = "Subprotocol to offer. Repeatable, in order of preference.")
    private final List<String> subprotocols = new ArrayList<>();

    @Option(
            names = "--linger",
            paramLabel = "SECONDS",
            defaultValue = "1",
            description = "Time to keep receiving after the end of the input. Default: ${DEFAULT-VALUE}.")
    private int lingerSeconds;

    @Mixin
    private final TrustOptions trust = new TrustOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        var scheme = url.getScheme();
        if (!"ws".equals(scheme) && !"wss".equals(scheme)) {
            throw new ParameterException(spec.commandLine(), "URL must start with ws:// or wss://, got " + url);
        }
        var screen = new Screen();
        var client = HttpClient.newBuilder().connectTimeout(TIMEOUT);
        trust.sslContext().ifPresent(client::sslContext);
        try (var http = client.build()) {
            var socket = open(http, screen);
            print("connected to " + url + "; press Ctrl-D to disconnect");
            Thread.ofVirtual().start(() -> sendLines(socket, screen));
            return screen.closed.join();
        }
    }

    private WebSocket open(HttpClient http, Screen screen) {
        var builder = http.newWebSocketBuilder().connectTimeout(TIMEOUT);
        for (var header : headers) {
            int colon = header.indexOf(':');
            if (colon < 1) {
                throw new ParameterException(spec.commandLine(), "--header must be NAME:VALUE, got '" + header + "'");
            }
            builder.header(
                    header.substring(0, colon), header.substring(colon + 1).strip());
        }
        if (!subprotocols.isEmpty()) {
            builder.subprotocols(
                    subprotocols.getFirst(), subprotocols.stream().skip(1).toArray(String[]::new));
        }
        try {
            return builder.buildAsync(url, screen).join();
        } catch (CompletionException failed) {
            throw new IllegalStateException(explain(FailureCause.of(failed)), failed);
        }
    }

    private String explain(Throwable failure) {
        if (failure instanceof WebSocketHandshakeException rejected) {
            var response = rejected.getResponse();
            return url + " rejected the handshake: HTTP " + response.statusCode()
                    + (response.body() instanceof String body && !body.isBlank() ? " " + body.strip() : "");
        }
        return "cannot connect to " + url + ": " + failure;
    }

    private void sendLines(WebSocket socket, Screen screen) {
        try (var in = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()))) {
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                socket.sendText(line, true).join();
            }
        } catch (IOException | CompletionException failure) {
            screen.closed.completeExceptionally(failure);
        }
        // The server replies to a close frame immediately, and messages after that would be lost.
        screen.closed
                .copy()
                .completeOnTimeout(0, lingerSeconds, TimeUnit.SECONDS)
                .thenRun(() -> leave(socket, screen));
    }

    private static void leave(WebSocket socket, Screen screen) {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "");
        screen.closed.completeOnTimeout(0, TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }

    /** Prints a line. Replaces control characters, so that the server cannot control the terminal. */
    private void print(String line) {
        spec.commandLine().getOut().println(CONTROL_CHARACTERS.matcher(line).replaceAll("?"));
        spec.commandLine().getOut().flush();
    }

    /** Prints received messages. */
    private final class Screen implements WebSocket.Listener {
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                print("< " + text);
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer part, boolean last) {
            var bytes = new byte[Math.min(part.remaining(), SHOWN_BYTES)];
            int size = part.remaining();
            part.get(bytes);
            print("< " + size + " bytes: " + HexFormat.ofDelimiter(" ").formatHex(bytes)
                    + (size > SHOWN_BYTES ? " ..." : ""));
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            print("closed: " + code + (reason.isEmpty() ? "" : " " + reason));
            closed.complete(0);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable failure) {
            print("connection lost: " + failure.getMessage());
            closed.complete(1);
        }
    }
}
