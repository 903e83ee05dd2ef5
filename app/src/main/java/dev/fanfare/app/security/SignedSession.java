package dev.fanfare.app.security;

import dev.fanfare.app.CookieSession;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A session that was read from a signed cookie, with its changes since. Thread-safe. */
final class SignedSession implements CookieSession {
    /** The session, and whether a value was put, the session was invalidated, and the response has been sent. */
    private record State(String id, Map<String, String> values, boolean written, boolean ended, boolean sealed) {
        State {
            values = Map.copyOf(values);
        }
    }

    /**
     * The operations of the middleware that a session uses.
     *
     * @param requireRoom checks that the values fit into a cookie
     * @param revoke revokes the cookies of an id
     */
    record Operations(Consumer<Map<String, String>> requireRoom, Consumer<String> revoke) {}

    private final @Nullable String idBefore;
    private final Map<String, String> before;
    private final Instant expiresAt;
    private final Operations operations;
    private final AtomicReference<State> state;

    /**
     * A session with these values.
     *
     * @param id the id of the request's cookie; null if the request has none
     */
    SignedSession(@Nullable String id, Map<String, String> values, Instant expiresAt, Operations operations) {
        this.idBefore = id;
        this.before = Map.copyOf(values);
        this.expiresAt = expiresAt;
        this.operations = operations;
        this.state = new AtomicReference<>(new State(id == null ? SessionId.next() : id, values, false, false, false));
    }

    @Override
    public String id() {
        return state.get().id();
    }

    @Override
    public Optional<String> get(String name) {
        return Optional.ofNullable(values().get(name));
    }

    @Override
    public Map<String, String> values() {
        return state.get().values();
    }

    @Override
    public void put(String name, String value) {
        change(now -> {
            var more = new HashMap<>(now.values());
            more.put(name, value);
            operations.requireRoom().accept(more);
            return new State(now.id(), more, true, false, false);
        });
    }

    @Override
    public void remove(String name) {
        change(now -> {
            var fewer = new HashMap<>(now.values());
            fewer.remove(name);
            return new State(now.id(), fewer, now.written(), false, false);
        });
    }

    @Override
    public void clear() {
        var id = SessionId.next();
        change(now -> new State(id, Map.of(), now.written(), false, false));
        revoke();
    }

    @Override
    public void invalidate() {
        var id = SessionId.next();
        change(now -> new State(id, Map.of(), now.written(), true, false));
        revoke();
    }

    @Override
    public Instant expiresAt() {
        return expiresAt;
    }

    /**
     * Rejects further changes, because the response is being sent. Returns the session to send if it has changed, or if a value was
     * put, which extends the session.
     */
    Optional<Map.Entry<String, Map<String, String>>> seal() {
        var last = state.getAndUpdate(now -> new State(now.id(), now.values(), now.written(), now.ended(), true));
        boolean changed =
                !last.values().equals(before) || (idBefore != null && !last.id().equals(idBefore));
        boolean prolonged = last.written() && !last.values().isEmpty();
        return !last.sealed() && (changed || prolonged)
                ? Optional.of(Map.entry(last.id(), last.values()))
                : Optional.empty();
    }

    /** Runs on the thread of the application, because a denylist may block. */
    private void revoke() {
        if (idBefore != null) {
            operations.revoke().accept(idBefore);
        }
    }

    private void change(UnaryOperator<State> change) {
        state.updateAndGet(now -> {
            if (now.sealed()) {
                throw new IllegalStateException("the session cannot change after the response has been sent");
            }
            if (now.ended()) {
                throw new IllegalStateException("the session has been invalidated");
            }
            return change.apply(now);
        });
    }
}
