package dev.fanfare.cli.bench;

import dev.fanfare.cli.bench.BenchPlan.Protocol;
import io.netty.util.concurrent.Future;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** The subscribers and publishers of a run. Thread-safe. */
final class ClientFleet {
    private static final String SSE = "/connection/sse";

    private final RunContext context;
    private final ClientConnector connector;
    private final List<BenchClient> subscribers;
    /** Clients that only publish. */
    private final List<BenchClient> senders = new ArrayList<>();
    /** The emulation requests of each event loop. */
    private final List<HttpSender> emulation;

    private final Map<BenchClient, Dialogue> dialogues = new ConcurrentHashMap<>();

    ClientFleet(RunContext context, ClientConnector connector) {
        this.context = context;
        this.connector = connector;
        var load = context.plan.load();
        subscribers = IntStream.range(0, load.connections())
                .mapToObj(id -> new BenchClient(context, id, channels(id)))
                .toList();
        var publishing = context.plan.publishing();
        boolean dedicated = publishing.socket().isPresent()
                || (publishing.api().isEmpty() && context.plan.protocol() != Protocol.RAW);
        for (var id = 0; dedicated && id < publishing.publishers(); id++) {
            senders.add(new BenchClient(context, id));
        }
        emulation = IntStream.range(0, connector.loops().size())
                .mapToObj(index -> new HttpSender(connector, index, emulationTarget(), ""))
                .toList();
    }

    private int[] channels(int id) {
        var load = context.plan.load();
        return IntStream.range(0, load.subscriptions())
                .map(offset -> (id + offset) % load.channels())
                .toArray();
    }

    private Target emulationTarget() {
        var target = context.plan.target();
        var url = target.of(0, "channel");
        return new Target(url.getScheme() + "://" + url.getRawAuthority() + "/emulation", target.address());
    }

    List<BenchClient> subscribers() {
        return subscribers;
    }

    List<BenchClient> senders() {
        return senders;
    }

    /** Connects a client. Thread-safe. */
    void connect(BenchClient client) {
        connector.loop(client.id()).execute(() -> {
            if (context.isEnded()) {
                return;
            }
            client.connecting();
            if (!client.isSubscriber()) {
                var target = context.plan.publishing().socket().orElse(context.plan.target());
                boolean raw = context.plan.publishing().socket().isPresent();
                openSocket(client, target, raw);
            } else if (context.plan.protocol() == Protocol.SSE) {
                openStream(client);
            } else {
                openSocket(client, context.plan.target(), context.plan.protocol() == Protocol.RAW);
            }
        });
    }

    private void openSocket(BenchClient client, Target target, boolean raw) {
        var url = url(client, target);
        connector.connect(
                client.id(),
                target,
                channel ->
                        dialogues.put(client, ClientSocket.start(channel, client, url, raw, connector.timeoutMillis())),
                client::closed);
    }

    private void openStream(BenchClient client) {
        var target = context.plan.target();
        var plain = url(client, target);
        boolean centrifuge = plain.getPath().endsWith(SSE);
        var commands = new Emulation(client, emulation.get(client.id() % emulation.size()));
        var dialogue = centrifuge ? new JsonDialogue(client, commands, commands::connected) : new RawDialogue(client);
        var connect = URLEncoder.encode(JsonDialogue.connect(context.plan.token()), StandardCharsets.UTF_8);
        var url = centrifuge ? URI.create(plain + "?cf_connect=" + connect) : plain;
        connector.connect(
                client.id(), target, channel -> ClientStream.start(channel, client, url, dialogue), client::closed);
    }

    private URI url(BenchClient client, Target target) {
        int channel = client.isSubscriber()
                ? client.channels()[0]
                : client.id() % context.plan.load().channels();
        return target.of(client.id(), context.plan.load().channel(channel));
    }

    /** Creates the publishers. All clients that publish must be subscribed or connected. */
    List<Publisher> publishers(Consumer<String> rejected) {
        var publishers = new ArrayList<Publisher>();
        for (var index = 0; index < context.plan.publishing().publishers(); index++) {
            var sink = context.plan.publishing().api().isPresent() ? api(index, rejected) : client(index);
            publishers.add(new Publisher(context, connector.loop(index), sink, index));
        }
        subscribers.forEach(client -> client.onDelivered(stream ->
                publishers.get(context.plan.publisherOf(stream.index())).delivered()));
        return publishers;
    }

    private PublishSink api(int index, Consumer<String> rejected) {
        var publishing = context.plan.publishing();
        return new ApiSink(
                context,
                new HttpSender(connector, index, publishing.api().orElseThrow(), publishing.apiKey()),
                rejected);
    }

    private PublishSink client(int index) {
        var client = senders.isEmpty() ? subscribers.get(index) : senders.get(index);
        return new ClientSink(client, Objects.requireNonNull(dialogues.get(client)));
    }

    /** Whether each subscriber has received everything. Blocks until each event loop has checked its clients. */
    boolean isComplete() {
        var loops = connector.loops();
        var checks = new ArrayList<Future<Boolean>>();
        for (var loop : loops) {
            checks.add(loop.submit(() -> subscribers.stream()
                    .filter(client -> connector.loop(client.id()) == loop)
                    .allMatch(BenchClient::isComplete)));
        }
        return checks.stream().allMatch(check -> check.syncUninterruptibly().getNow());
    }

    /** Closes connections on purpose; they connect again. The first ones stay, because they may publish. */
    void storm(int offset, int count) {
        int first = Math.min(context.plan.publishing().publishers(), subscribers.size());
        int last = subscribers.size() - context.plan.faults().slow();
        for (var index = 0; index < Math.min(count, last - first); index++) {
            var client = subscribers.get(first + (offset + index) % (last - first));
            connector.loop(client.id()).execute(client::leaveIfSubscribed);
        }
    }
}
