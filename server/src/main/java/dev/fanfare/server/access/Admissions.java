package dev.fanfare.server.access;

import dev.fanfare.core.node.Node;
import dev.fanfare.model.access.Admission;
import dev.fanfare.model.access.ConnectAttempt;
import dev.fanfare.model.access.DisconnectException;
import dev.fanfare.model.access.ErrorReplyException;
import dev.fanfare.model.access.Expiry;
import dev.fanfare.model.access.Grant;
import dev.fanfare.model.client.DisconnectReason;
import dev.fanfare.server.channel.Namespaces;
import dev.fanfare.server.config.ClientOptions;
import dev.fanfare.server.proxy.ConnectAnswer;
import dev.fanfare.server.token.ConnectionClaims;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets clients in, and subscribes them to what their tokens or the backend name, to their personal channels and to what they wish for. */
final class Admissions {
    private static final Logger LOG = LoggerFactory.getLogger(Admissions.class);

    private final ClientOptions set;
    private final Namespaces namespaces;
    private final ChannelPermissions permissions;
    private final Node node;
    private final boolean asksBackend;
    private final Grants grants;

    /**
     * Admissions to this node.
     *
     * @param asksBackend whether a backend is asked at the end of a connection, rather than the client for a token
     */
    Admissions(
            ClientOptions set, Namespaces namespaces, ChannelPermissions permissions, Node node, boolean asksBackend) {
        this.set = set;
        this.namespaces = namespaces;
        this.permissions = permissions;
        this.node = node;
        this.asksBackend = asksBackend;
        this.grants = new Grants(permissions);
    }

    Grants grants() {
        return grants;
    }

    /** By a token that was verified. */
    Admission of(ConnectionClaims claims, ConnectAttempt attempt) {
        if (claims.user().isEmpty() && set.access().disallowAnonymousConnectionTokens()) {
            throw new DisconnectException(DisconnectReason.PERMISSION_DENIED);
        }
        var user = claims.user();
        Map<String, Grant> subs = new HashMap<>();
        claims.channels().forEach(name -> subs.put(name, grants.of(namespaces.of(name), user)));
        claims.subs()
                .forEach((name, said) -> subs.put(name, grants.byToken(namespaces.of(name), user, said, Expiry.NEVER)));
        var expiry = set.access().insecure() ? Expiry.NEVER : expiry(claims.expireAt());
        var meta = Tokens.payload(claims.meta());
        return admitted(
                new Admission(user, Tokens.payload(claims.info()), expiry, null, Map.of(), meta), subs, attempt);
    }

    /** By a backend that was asked. */
    Admission of(ConnectAnswer answer, ConnectAttempt attempt) {
        var user = answer.user();
        Map<String, Grant> subs = new HashMap<>();
        answer.channels().forEach(name -> subs.put(name, grants.of(namespaces.of(name), user)));
        answer.subs().forEach((name, said) -> subs.put(name, grants.byBackend(namespaces.of(name), user, said)));
        return admitted(
                new Admission(user, answer.info(), answer.expiry(), answer.data(), Map.of(), answer.meta()),
                subs,
                attempt);
    }

    /** By a header of a trusted proxy, or as somebody unknown. */
    Admission withoutToken(ConnectAttempt attempt) {
        var access = set.access();
        var user = access.userIdHttpHeader().isEmpty()
                ? Optional.<String>empty()
                : attempt.request().headers().first(access.userIdHttpHeader()).filter(name -> !name.isEmpty());
        if (user.isEmpty() && !access.allowAnonymousConnectWithoutToken() && !access.insecure()) {
            throw new DisconnectException(DisconnectReason.BAD_REQUEST);
        }
        return admitted(Admission.of(user.orElse("")), new HashMap<>(), attempt);
    }

    private Expiry expiry(Optional<Instant> at) {
        return asksBackend ? at.map(Expiry::renewAt).orElse(Expiry.NEVER) : Tokens.expiry(at);
    }

    private Admission admitted(Admission admission, Map<String, Grant> subs, ConnectAttempt attempt) {
        var user = admission.user();
        int limit = set.limits().userConnectionLimit();
        if (limit > 0 && !user.isEmpty() && node.clients().ofUser(user).size() >= limit) {
            throw new DisconnectException(DisconnectReason.CONNECTION_LIMIT);
        }
        var personal = set.subscribeToUserPersonalChannel();
        if (personal.enabled() && !user.isEmpty()) {
            var name = namespaces.personal(personal.personalChannelNamespace(), user);
            subs.put(name, grants.of(namespaces.of(name), user));
        }
        attempt.channels().forEach(wish -> {
            if (!subs.containsKey(wish)) {
                grant(wish, user, subs);
            }
        });
        return admission.withChannels(subs);
    }

    /** A wish in vain keeps nobody out: SDKs name what they had before, which may not even be a channel any more. */
    private void grant(String wish, String user, Map<String, Grant> subs) {
        try {
            var channel = namespaces.of(wish);
            if (!permissions.isLeftToBackend(channel) && permissions.maySubscribe(channel, user)) {
                subs.put(wish, grants.of(channel, user));
            }
        } catch (ErrorReplyException unknown) {
            LOG.debug("a client wishes for a channel that there can't be: {}", unknown.getMessage());
        }
    }
}
