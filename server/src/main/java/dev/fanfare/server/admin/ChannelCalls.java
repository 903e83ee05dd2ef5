package dev.fanfare.server.admin;

import dev.fanfare.core.node.ClientChannels;
import dev.fanfare.core.node.Node;
import dev.fanfare.core.port.HistoryBroker;
import dev.fanfare.core.port.HistoryBroker.HistoryQuery;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.PublishResult;
import dev.fanfare.server.json.JsonBinding;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** The calls of the admin page that list channels, show one, and publish to it. Thread-safe. */
final class ChannelCalls {
    static final int MAX_PAGE = 200;

    private static final int PAGE = 50;
    private static final int SUBSCRIBERS = 100;
    private static final int MEMBERS = 1_000;
    private static final int PUBLICATIONS = 20;
    private static final int MAX_DATA_CHARS = 4_096;
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final Node node;
    private final ClientChannels channels;
    private final NodeSurvey survey;

    ChannelCalls(Node node, ClientChannels channels, NodeSurvey survey) {
        this.node = node;
        this.channels = channels;
        this.survey = survey;
        survey.answer("channels", Query.class, this::channelsHere);
        survey.answer("subscribers", Query.class, this::subscribersHere);
    }

    /** A search for channels, or the name of one. */
    private record Query(@Nullable String search, @Nullable String after, int limit) {}

    /** The first channels by name with their subscribers, and the number of all that match. */
    private record Page(@Nullable Map<String, Integer> channels, int matches) {}

    /** A channel of the cluster. */
    private record ChannelRow(String channel, int subscribers) {}

    /** Channels of the cluster; a channel with subscribers on several nodes counts for each of them in {@code matches}. */
    private record ChannelPage(List<ChannelRow> channels, int matches, boolean more, List<String> missing) {}

    /** The subscribers of a channel on one node. */
    private record Subscribers(@Nullable List<ClientRow> clients, int count) {}

    /** A member of the presence. */
    private record Member(
            String client,
            String user,
            @Nullable String connInfo,
            @Nullable String chanInfo) {}

    /** A publication of the history. */
    private record Past(
            long offset, String kind, String data, @Nullable String publisher, Map<String, String> tags) {}

    /** A channel in detail. */
    private record ChannelDetails(
            String channel,
            int subscribers,
            List<ClientRow> clients,
            boolean presence,
            int presentClients,
            int presentUsers,
            List<Member> members,
            boolean history,
            String epoch,
            long offset,
            List<Past> publications,
            List<String> missing) {}

    /** A publication of an operator: JSON or text. */
    private record Publish(
            @Nullable String channel, @Nullable String data, boolean text) {}

    void addTo(AdminRoutes routes) {
        routes.get("channels", this::channels);
        routes.get("channel", request -> channel(request.required("channel")));
        routes.post("publish", request -> publish(routes, request));
    }

    private ChannelPage channels(AdminRequest request) {
        int limit = request.number("limit", PAGE, 1, MAX_PAGE);
        var query = new Query(request.text("search"), request.text("after"), limit);
        var answers = survey.ask("channels", query, Page.class, TIMEOUT);
        var sums = new TreeMap<String, Integer>();
        int matches = 0;
        for (var page : answers.all()) {
            Objects.requireNonNullElse(page.channels, Map.<String, Integer>of())
                    .forEach((name, size) -> sums.merge(name, size, Integer::sum));
            matches += page.matches;
        }
        var rows = sums.entrySet().stream()
                .limit(limit)
                .map(entry -> new ChannelRow(entry.getKey(), entry.getValue()))
                .toList();
        return new ChannelPage(rows, matches, rows.size() == limit, answers.missing());
    }

    private Page channelsHere(Query query) {
        var search = Objects.requireNonNullElse(query.search, "");
        var first = new FirstRows<String>(
                Objects.requireNonNullElse(query.after, ""), Math.clamp(query.limit, 1, MAX_PAGE));
        node.inspection().visitChannels(name -> {
            if (name.contains(search)) {
                first.offer(name, () -> name);
            }
        });
        var names = first.rows();
        var sizes = new TreeMap<String, Integer>();
        names.forEach(name -> sizes.put(name, 0));
        sizes.putAll(node.inspection().sizes(names).toCompletableFuture().join());
        return new Page(sizes, first.matches());
    }

    private Subscribers subscribersHere(Query query) {
        var channel = Objects.requireNonNullElse(query.search, "");
        var found = new ConcurrentLinkedQueue<ClientRow>();
        var self = node.topics().self();
        node.inspection()
                .visitSubscribers(channel, SUBSCRIBERS, session -> found.add(ClientRow.of(self, session, false)))
                .toCompletableFuture()
                .join();
        int count = node.inspection()
                .sizes(List.of(channel))
                .toCompletableFuture()
                .join()
                .getOrDefault(channel, 0);
        return new Subscribers(found.stream().limit(SUBSCRIBERS).toList(), count);
    }

    private ChannelDetails channel(String name) {
        var options = channels.options(name);
        var answers = survey.ask("subscribers", new Query(name, null, 0), Subscribers.class, TIMEOUT);
        var clients = answers.all().stream()
                .map(each -> Objects.requireNonNullElse(each.clients, List.<ClientRow>of()))
                .flatMap(List::stream)
                .limit(SUBSCRIBERS)
                .toList();
        var presence = node.engine().presence();
        var stats = presence.stats(name).toCompletableFuture().join();
        List<Member> members = stats.clients() > MEMBERS
                ? List.of()
                : presence.members(name).toCompletableFuture().join().values().stream()
                        .limit(SUBSCRIBERS)
                        .map(ChannelCalls::member)
                        .toList();
        var retention = options.retention();
        boolean hasHistory = retention != null && node.engine().broker() instanceof HistoryBroker;
        var epoch = "";
        long offset = 0;
        List<Past> publications = List.of();
        if (retention != null && node.engine().broker() instanceof HistoryBroker broker) {
            var top = broker.position(name, retention).toCompletableFuture().join();
            var page = broker.history(name, new HistoryQuery(null, PUBLICATIONS, true).withEpoch(top.epoch()))
                    .toCompletableFuture()
                    .join();
            epoch = top.epoch();
            offset = top.offset();
            publications = page.publications().stream().map(ChannelCalls::past).toList();
        }
        return new ChannelDetails(
                name,
                answers.all().stream().mapToInt(Subscribers::count).sum(),
                clients,
                options.hasPresence(),
                stats.clients(),
                stats.users(),
                members,
                hasHistory,
                epoch,
                offset,
                publications,
                answers.missing());
    }

    private Map<String, Object> publish(AdminRoutes routes, AdminRequest request) {
        var body = request.body(Publish.class);
        var channel = Objects.requireNonNullElse(body.channel, "");
        var data = Objects.requireNonNullElse(body.data, "");
        if (channel.isEmpty() || data.isEmpty()) {
            throw new AdminException(400, "channel and data are required");
        }
        var payload = body.text ? Payload.text(data) : json(data);
        var retention = channels.options(channel).retention();
        var options = retention == null ? PublishOptions.NONE : PublishOptions.NONE.withRetention(retention);
        PublishResult result;
        try {
            result = channels.publish(channel, Publication.of(payload), options)
                    .toCompletableFuture()
                    .join();
        } catch (RuntimeException failure) {
            routes.audit(request, "publish", channel, "failed");
            throw failure;
        }
        routes.audit(request, "publish", channel, "ok, " + payload.size() + " bytes");
        var position = switch (result) {
            case PublishResult.Accepted accepted -> accepted.position();
            case PublishResult.Suppressed suppressed -> suppressed.position();
        };
        return position == null ? Map.of() : Map.of("epoch", position.epoch(), "offset", position.offset());
    }

    private static Payload json(String data) {
        var detected = JsonBinding.detect(data.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        if (detected.kind() != dev.fanfare.model.channel.Kind.JSON) {
            throw new AdminException(400, "data must be one JSON value, or send it as text");
        }
        return detected;
    }

    private static Member member(ClientInfo info) {
        return new Member(info.client(), info.user(), text(info.connInfo()), text(info.chanInfo()));
    }

    private static Past past(Publication publication) {
        var position = publication.position();
        var publisher = publication.publisher();
        return new Past(
                position == null ? 0 : position.offset(),
                publication.payload().kind().name(),
                String.valueOf(text(publication.payload())),
                publisher == null ? null : publisher.user() + " " + publisher.client(),
                publication.tags());
    }

    private static @Nullable String text(@Nullable Payload payload) {
        if (payload == null) {
            return null;
        }
        var text = payload.isText()
                ? payload.text()
                : java.util.HexFormat.of().formatHex(payload.bytes(), 0, Math.min(payload.size(), MAX_DATA_CHARS / 2));
        return text.length() <= MAX_DATA_CHARS ? text : text.substring(0, MAX_DATA_CHARS) + "...";
    }
}
