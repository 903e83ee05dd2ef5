package dev.fanfare.app.security;

import dev.fanfare.app.CookieSession;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A session that was read from a signed cookie, with its changes since. Thread-safe. */
final class SignedSession implements CookieSession {
    /** The values, and whether a value was put, the session was invalidated, and the response has been sent. */
    private record State(Map<String, String> values, boolean written, boolean ended, boolean sealed) {
        State {
            values = Map.copyOf(values);
        }
    }

    private final Map<String, String> before;
    private final Instant expiresAt;
    private final Consumer<Map<String, String>> requireRoom;
    private final AtomicReference<State> state;

    SignedSession(Map<String, String> values, Instant expiresAt, Consumer<Map<String, String>> requireRoom) {
        this.before = Map.copyOf(values);
        this.expiresAt = expiresAt;
        this.requireRoom = requireRoom;
        this.state = new AtomicReference<>(new State(values, false, false, false));
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
            requireRoom.accept(more);
            return new State(more, true, false, false);
        });
    }

    @Override
    public void remove(String name) {
        change(now -> {
            var fewer = new HashMap<>(now.values());
            fewer.remove(name);
            return new State(fewer, now.written(), false, false);
        });
    }

    @Override
    public void clear() {
        change(now -> new State(Map.of(), now.written(), false, false));
    }

    @Override
    public void invalidate() {
        change(now -> new State(Map.of(), now.written(), true, false));
    }

    @Override
    public Instant expiresAt() {
        return expiresAt;
    }

    /**
     * Rejects further changes, because the response is being sent. Returns the values to send if they have changed, or if a
     * value was put, which extends the session.
     */
    Optional<Map<String, String>> seal() {
        var last = state.getAndUpdate(now -> new State(now.values(), now.written(), now.ended(), true));
        boolean changed = !last.values().equals(before);
        boolean prolonged = last.written() && !last.values().isEmpty();
        return !last.sealed() && (changed || prolonged) ? Optional.of(last.values()) : Optional.empty();
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
