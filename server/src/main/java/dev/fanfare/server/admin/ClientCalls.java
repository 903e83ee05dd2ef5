package dev.fanfare.server.admin;

import dev.fanfare.core.node.Node;
import dev.fanfare.core.session.Session;
import dev.fanfare.model.client.DisconnectReason;
import dev.fanfare.model.client.UnsubscribeReason;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The calls of the admin page that list and change clients. Thread-safe. */
final class ClientCalls {
    static final int MAX_PAGE = 200;

    private static final int PAGE = 50;
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final Duration MAX_BLOCK = Duration.ofDays(1);

    private final Node node;
    private final NodeSurvey survey;
    private final AdminControls controls;

    ClientCalls(Node node, NodeSurvey survey, AdminControls controls) {
        this.node = node;
        this.survey = survey;
        this.controls = controls;
        survey.answer("clients", Query.class, this::clientsHere);
        survey.answer("client", Target.class, this::clientHere);
        survey.answer("unsubscribe", Target.class, this::unsubscribeHere);
        survey.answer("block", Block.class, this::blockHere);
    }

    /** A search for clients. */
    private record Query(@Nullable String search, @Nullable String after, int limit) {}

    /** Clients in the order of their keys, and the number of all that match. */
    private record Page(@Nullable List<ClientRow> clients, int matches) {}

    /** Clients of the cluster. */
    private record ClientList(List<ClientRow> clients, int matches, boolean more, List<String> missing) {}

    /** A client, or all clients of a user, and a channel. */
    private record Target(
            @Nullable String user,
            @Nullable String client,
            @Nullable String channel) {}

    /** A user that must not connect for a time. */
    private record Block(@Nullable String user, int seconds) {}

    /** A number of clients or nodes. */
    private record Done(int count) {}

    void addTo(AdminRoutes routes) {
        routes.get("clients", this::clients);
        routes.get("client", request -> client(request.required("client")));
        routes.post("disconnect", request -> audited(routes, request, "disconnect", this::disconnect));
        routes.post("unsubscribe", request -> audited(routes, request, "unsubscribe", this::unsubscribe));
        routes.post("block", request -> block(routes, request));
    }

    private ClientList clients(AdminRequest request) {
        int limit = request.number("limit", PAGE, 1, MAX_PAGE);
        var query = new Query(request.text("search"), request.text("after"), limit);
        var answers = survey.ask("clients", query, Page.class, TIMEOUT);
        var all = answers.all().stream()
                .map(page -> Objects.requireNonNullElse(page.clients, List.<ClientRow>of()))
                .flatMap(List::stream)
                .sorted(Comparator.comparing(ClientRow::key))
                .toList();
        int matches = answers.all().stream().mapToInt(Page::matches).sum();
        var first = all.stream().limit(limit).toList();
        return new ClientList(first, matches, first.size() == limit && all.size() >= limit, answers.missing());
    }

    private Page clientsHere(Query query) {
        var search = Objects.requireNonNullElse(query.search, "");
        var first = new FirstRows<ClientRow>(
                Objects.requireNonNullElse(query.after, ""), Math.clamp(query.limit, 1, MAX_PAGE));
        var self = node.topics().self();
        node.inspection()
                .visitSessions(session -> {
                    if (ClientRow.matches(session, search)) {
                        first.offer(ClientRow.key(session), () -> ClientRow.of(self, session, false));
                    }
                })
                .toCompletableFuture()
                .join();
        return new Page(first.rows(), first.matches());
    }

    private ClientRow client(String id) {
        return survey.ask("client", new Target(null, id, null), Page.class, TIMEOUT).all().stream()
                .map(page -> Objects.requireNonNullElse(page.clients, List.<ClientRow>of()))
                .flatMap(List::stream)
                .findFirst()
                .orElseThrow(() -> new AdminException(404, "the client is not connected"));
    }

    private Page clientHere(Target target) {
        var found = new ConcurrentLinkedQueue<ClientRow>();
        var self = node.topics().self();
        node.inspection()
                .visitSessions(session -> {
                    if (ClientRow.key(session).equals(target.client)) {
                        found.add(ClientRow.of(self, session, true));
                    }
                })
                .toCompletableFuture()
                .join();
        return new Page(List.copyOf(found), found.size());
    }

    /** Changes the clients of a target. */
    @FunctionalInterface
    private interface Change {
        void apply(String user, @Nullable String client, @Nullable String channel);
    }

    private static Map<String, Object> audited(AdminRoutes routes, AdminRequest request, String action, Change change) {
        var target = request.body(Target.class);
        var what = "user " + target.user + ", client " + target.client + ", channel " + target.channel;
        try {
            change.apply(Objects.requireNonNullElse(target.user, ""), target.client, target.channel);
        } catch (RuntimeException failure) {
            routes.audit(request, action, what, "failed: " + failure.getMessage());
            throw failure;
        }
        routes.audit(request, action, what, "ok");
        return Map.of();
    }

    private void disconnect(String user, @Nullable String client, @Nullable String channel) {
        var reason = DisconnectReason.FORCED.reason();
        if (client != null) {
            await(() -> node.clients().disconnectClient(client, reason).toCompletableFuture());
        } else {
            requireUser(user);
            await(() -> node.clients().disconnect(user, reason).toCompletableFuture());
        }
    }

    private void unsubscribe(String user, @Nullable String client, @Nullable String channel) {
        if (channel == null || channel.isEmpty()) {
            throw new AdminException(400, "channel is required");
        }
        if (client == null) {
            requireUser(user);
            await(() -> node.clients().unsubscribe(user, channel).toCompletableFuture());
            return;
        }
        int count = survey.ask("unsubscribe", new Target(user, client, channel), Done.class, TIMEOUT).all().stream()
                .mapToInt(Done::count)
                .sum();
        if (count == 0) {
            throw new AdminException(404, "the client is not connected or not subscribed");
        }
    }

    private Done unsubscribeHere(Target target) {
        var ended = new ConcurrentLinkedQueue<String>();
        eachOf(Objects.requireNonNullElse(target.user, ""), session -> {
            var info = session.info();
            var subscription =
                    target.channel == null ? null : session.subscriptions().get(target.channel);
            if (info != null && subscription != null && info.client().equals(target.client)) {
                subscription.end(UnsubscribeReason.SERVER);
                ended.add(info.client());
            }
        });
        return new Done(ended.size());
    }

    private Map<String, Object> block(AdminRoutes routes, AdminRequest request) {
        var block = request.body(Block.class);
        var user = Objects.requireNonNullElse(block.user, "");
        requireUser(user);
        if (block.seconds < 0 || block.seconds > MAX_BLOCK.toSeconds()) {
            throw new AdminException(400, "seconds must be between 0 and " + MAX_BLOCK.toSeconds());
        }
        var answers = survey.ask("block", block, Done.class, TIMEOUT);
        routes.audit(
                request,
                "block",
                "user " + user + " for " + block.seconds + " s",
                "on " + answers.byNode().size() + " nodes, no answer from " + answers.missing());
        if (answers.byNode().isEmpty()) {
            throw new AdminException(400, "no node can block users");
        }
        if (block.seconds > 0) {
            await(() -> node.clients()
                    .disconnect(user, DisconnectReason.PERMISSION_DENIED.reason())
                    .toCompletableFuture());
        }
        return Map.of("nodes", answers.byNode().size(), "missing", answers.missing());
    }

    private Done blockHere(Block block) {
        controls.block(Objects.requireNonNullElse(block.user, ""), Duration.ofSeconds(block.seconds));
        return new Done(1);
    }

    /** Runs an action for each session of a user on its loop, and waits for it. */
    private void eachOf(String user, Consumer<Session> action) {
        CompletableFuture.allOf(node.clients().ofUser(user).stream()
                        .map(session -> CompletableFuture.runAsync(() -> action.accept(session), session.loop()))
                        .toArray(CompletableFuture<?>[]::new))
                .join();
    }

    private static void requireUser(String user) {
        if (user.isEmpty()) {
            throw new AdminException(400, "user must not be empty: all anonymous clients would be affected");
        }
    }

    /** Waits for a request to other nodes. */
    private static void await(java.util.function.Supplier<CompletableFuture<?>> sent) {
        try {
            sent.get().join();
        } catch (IllegalArgumentException invalid) {
            throw new AdminException(400, String.valueOf(invalid.getMessage()));
        }
    }
}
