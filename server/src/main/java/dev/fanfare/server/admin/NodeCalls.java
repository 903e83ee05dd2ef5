package dev.fanfare.server.admin;

import dev.fanfare.core.node.Node;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The calls of the admin page that drain nodes and explain access rules. Thread-safe. */
final class NodeCalls {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final Node node;
    private final NodeSurvey survey;
    private final AdminControls controls;

    NodeCalls(Node node, NodeSurvey survey, AdminControls controls) {
        this.node = node;
        this.survey = survey;
        this.controls = controls;
        survey.answer("drain", DrainOrder.class, this::drainHere);
    }

    /** The node to drain. */
    private record DrainOrder(@Nullable String node) {}

    /** Whether a node was drained. */
    private record Drained(boolean begun, @Nullable String refusal) {}

    void addTo(AdminRoutes routes) {
        routes.get(
                "explain",
                request -> controls.explain(
                        request.text("user"),
                        request.required("channel"),
                        request.text("subscribed").equals("true")));
        routes.post("drain", request -> drain(routes, request));
    }

    private Map<String, Object> drain(AdminRoutes routes, AdminRequest request) {
        var drain = request.body(DrainOrder.class);
        var name = Objects.requireNonNullElse(drain.node, "");
        var answer = survey.ask("drain", drain, Drained.class, TIMEOUT).byNode().get(name);
        var refusal = answer == null ? "the node does not answer" : answer.begun ? null : answer.refusal;
        routes.audit(request, "drain", "node " + name, refusal == null ? "ok" : refusal);
        if (refusal != null) {
            throw new AdminException(answer == null ? 404 : 400, refusal);
        }
        return Map.of();
    }

    private Drained drainHere(DrainOrder drain) {
        if (!node.topics().self().equals(drain.node)) {
            return new Drained(false, "another node was asked");
        }
        try {
            controls.drain();
            return new Drained(true, null);
        } catch (AdminException refused) {
            return new Drained(false, refused.getMessage());
        }
    }
}
