package dev.fanfare.server.access;

import dev.fanfare.core.node.Node;
import dev.fanfare.model.access.Admission;
import dev.fanfare.model.access.ConnectAttempt;
import dev.fanfare.model.access.DisconnectException;
import dev.fanfare.model.access.ErrorReplyException;
import dev.fanfare.model.access.Expiry;
import dev.fanfare.model.access.Grant;
import dev.fanfare.model.client.DisconnectReason;
import dev.fanfare.model.monitoring.LogText;
import dev.fanfare.server.channel.Namespaces;
import dev.fanfare.server.config.ClientOptions;
import dev.fanfare.server.proxy.ConnectAnswer;
import dev.fanfare.server.token.ConnectionClaims;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Admits clients, and subscribes them to the channels that their token or the backend names, to their personal channel, and to the
 * channels that they request. Thread-safe.
 */
final class Admissions {
    private static final Logger LOG = LoggerFactory.getLogger(Admissions.class);

    private final ClientOptions options;
    private final Namespaces namespaces;
    private final ChannelPermissions permissions;
    private final Node node;
    private final boolean backendRenews;
    private final UserBlocks blocks;
    private final Grants grants;

    /**
     * Admissions to a node.
     *
     * @param backendRenews whether a backend renews connections that expire; if not, clients must send a new token
     */
    Admissions(
            ClientOptions options,
            Namespaces namespaces,
            ChannelPermissions permissions,
            Node node,
            boolean backendRenews,
            UserBlocks blocks) {
        this.options = options;
        this.namespaces = namespaces;
        this.permissions = permissions;
        this.node = node;
        this.backendRenews = backendRenews;
        this.blocks = blocks;
        this.grants = new Grants(permissions);
    }

    Grants grants() {
        return grants;
    }

    /** Admits a client by a verified token. */
    Admission of(ConnectionClaims claims, ConnectAttempt attempt) {
        var user = claims.user();
        if (user.isEmpty() && options.access().disallowAnonymousConnectionTokens()) {
            throw refused(DisconnectReason.PERMISSION_DENIED, "client.disallow-anonymous-connection-tokens is set");
        }
        Map<String, Grant> subs = new HashMap<>();
        claims.channels().forEach(name -> subs.put(name, grants.of(namespaces.of(name), user)));
        claims.subs()
                .forEach((name, sub) -> subs.put(name, grants.byToken(namespaces.of(name), user, sub, Expiry.NEVER)));
        var expiry = options.access().insecure() ? Expiry.NEVER : expiry(claims.expireAt());
        var admission = new Admission(user, claims.info(), expiry, null, Map.of(), claims.meta());
        return admitted(admission, subs, attempt);
    }

    /** Admits a client by the answer of a backend. */
    Admission of(ConnectAnswer answer, ConnectAttempt attempt) {
        var user = answer.user();
        Map<String, Grant> subs = new HashMap<>();
        answer.channels().forEach(name -> subs.put(name, grants.of(namespaces.of(name), user)));
        answer.subs().forEach((name, sub) -> subs.put(name, grants.byBackend(namespaces.of(name), user, sub)));
        return admitted(
                new Admission(user, answer.info(), answer.expiry(), answer.data(), Map.of(), answer.meta()),
                subs,
                attempt);
    }

    /** Admits a client by the header of a trusted proxy, or as anonymous. */
    Admission withoutToken(ConnectAttempt attempt) {
        var access = options.access();
        var user = access.userIdHttpHeader().isEmpty()
                ? Optional.<String>empty()
                : attempt.request().headers().first(access.userIdHttpHeader()).filter(name -> !name.isEmpty());
        if (user.isEmpty() && !access.allowAnonymousConnectWithoutToken() && !access.insecure()) {
            throw refused(DisconnectReason.BAD_REQUEST, "the client sent no token");
        }
        return admitted(Admission.of(user.orElse("")), new HashMap<>(), attempt);
    }

    private Expiry expiry(Optional<Instant> at) {
        return backendRenews ? at.map(Expiry::renewAt).orElse(Expiry.NEVER) : AccessTokens.expiry(at);
    }

    private Admission admitted(Admission admission, Map<String, Grant> subs, ConnectAttempt attempt) {
        var user = admission.user();
        if (blocks.isBlocked(user)) {
            throw refused(DisconnectReason.PERMISSION_DENIED, "an operator has blocked user " + user);
        }
        int limit = options.limits().userConnectionLimit();
        if (limit > 0 && !user.isEmpty() && node.clients().ofUser(user).size() >= limit) {
            throw refused(
                    DisconnectReason.CONNECTION_LIMIT,
                    "user " + user + " already has " + limit + " connections, the client.user-connection-limit");
        }
        var personal = options.subscribeToUserPersonalChannel();
        if (personal.enabled() && !user.isEmpty()) {
            var channel = namespaces.personal(personal.personalChannelNamespace(), user);
            if (!Set.of(user).equals(channel.users())) {
                throw refused(
                        DisconnectReason.PERMISSION_DENIED,
                        "its personal channel " + channel.name() + " would belong to the users " + channel.users());
            }
            subs.put(channel.name(), grants.of(channel, user));
        }
        attempt.channels().forEach(name -> {
            if (!subs.containsKey(name)) {
                grant(name, user, subs);
            }
        });
        return admission.withChannels(subs);
    }

    /** Ignores channels that are not available, because SDKs request the channels of their last connection. */
    private void grant(String name, String user, Map<String, Grant> subs) {
        try {
            var channel = namespaces.of(name);
            if (!permissions.isDecidedByBackend(channel)
                    && permissions.subscribe(channel, user).allowed()) {
                subs.put(name, grants.of(channel, user));
            }
        } catch (ErrorReplyException unknown) {
            LOG.debug("a client requested a channel that cannot exist: {}", LogText.of(unknown.message()));
        }
    }

    private static DisconnectException refused(DisconnectReason reason, String cause) {
        LOG.debug("a client is not admitted: {}", LogText.of(cause));
        return new DisconnectException(reason);
    }
}
