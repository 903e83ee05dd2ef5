package dev.fanfare.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fanfare.app.Fanfare;
import dev.fanfare.model.access.AccessControl;
import dev.fanfare.model.access.Admission;
import dev.fanfare.model.access.BlockingAccess;
import dev.fanfare.model.access.ConnectAttempt;
import dev.fanfare.model.access.ConnectedClient;
import dev.fanfare.model.access.ErrorCode;
import dev.fanfare.model.access.ErrorReplyException;
import dev.fanfare.model.access.Grant;
import dev.fanfare.model.access.SubscriptionAttempt;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.protocol.centrifuge.Centrifuge;
import dev.fanfare.testkit.memory.MemoryTransport;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** A node with clients and the API. Channels that begin with {@code kept} have history, presence and recovery. */
final class ApiNode implements AutoCloseable {
    /** Names of the methods that the API has. */
    final Set<String> methods = new TreeSet<>();

    final String name;
    final MemoryTransport transport = new MemoryTransport();
    private final Fanfare app;

    ApiNode(String name, ApiAccess access, Function<MemoryTransport, Fanfare> apps) {
        this.name = name;
        this.app = apps.apply(transport);
        app.channels(
                "kept",
                ChannelOptions.defaults()
                        .withHistory(new HistoryRetention(5, Duration.ofHours(1), Duration.ofDays(1)))
                        .recovery()
                        .presence());
        var centrifuge = Centrifuge.with(AccessControl.of(new Tokens()));
        app.mount(centrifuge);
        app.mount((node, channels) -> {
            var made = new ServerApi(
                    node,
                    channels,
                    centrifuge.live(),
                    () -> access,
                    ApiNode::rpc,
                    name,
                    "1",
                    new CompositeMeterRegistry());
            methods.addAll(made.methods());
            return made.handlers();
        });
        app.listen(0);
    }

    /** The token is the user. */
    private static final class Tokens implements BlockingAccess {
        @Override
        public Admission connect(ConnectAttempt attempt) {
            return Admission.of(attempt.token());
        }

        @Override
        public Grant subscribe(ConnectedClient client, SubscriptionAttempt wanted) {
            return Grant.OPEN;
        }
    }

    private static CompletionStage<Payload> rpc(String method, Payload params) {
        if (!method.equals("double")) {
            throw new ErrorReplyException(ErrorCode.METHOD_NOT_FOUND);
        }
        return CompletableFuture.completedStage(
                Payload.validatedJson(("[" + params.text() + "," + params.text() + "]").getBytes(UTF_8)));
    }

    @Override
    public void close() {
        app.close();
    }
}
