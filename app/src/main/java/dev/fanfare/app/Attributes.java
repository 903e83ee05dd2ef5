package dev.fanfare.app;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.http.Headers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What middleware has said about a request: one reference for the many that have none. Immutable. */
record Attributes(
        Map<Attribute<?>, Object> values,
        List<MessageCheck> messageChecks,
        List<UnaryOperator<Headers>> handshakeHeaders) {
    static final Attribute<AuthenticatedPrincipal> IDENTITY = Attribute.of("identity", AuthenticatedPrincipal.class);
    static final Attribute<CookieSession> SESSION = Attribute.of("session", CookieSession.class);
    static final Attributes NONE = new Attributes(Map.of(), List.of(), List.of());

    Attributes {
        values = Map.copyOf(values);
        messageChecks = List.copyOf(messageChecks);
        handshakeHeaders = List.copyOf(handshakeHeaders);
    }

    <T> Optional<T> get(Attribute<T> key) {
        return Optional.ofNullable(values.get(key)).map(key::cast);
    }

    <T> Attributes with(Attribute<T> key, T value) {
        var more = new HashMap<>(values);
        more.put(key, value);
        return new Attributes(more, messageChecks, handshakeHeaders);
    }

    Attributes withMessageCheck(MessageCheck check) {
        return new Attributes(values, append(messageChecks, check), handshakeHeaders);
    }

    Attributes withHandshakeHeaders(UnaryOperator<Headers> change) {
        return new Attributes(values, messageChecks, append(handshakeHeaders, change));
    }

    /** What the first check that objects says of a message. */
    Optional<CloseReason> fault(Payload message) {
        for (var check : messageChecks) {
            var fault = check.check(message);
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }

    /** The fields of the 101, as all that was registered changes those of the handler. */
    Headers accepting(Headers fields) {
        var changed = fields;
        for (var change : handshakeHeaders) {
            changed = change.apply(changed);
        }
        return changed;
    }

    private static <T> List<T> append(List<T> list, T last) {
        return Stream.concat(list.stream(), Stream.of(last)).toList();
    }
}
