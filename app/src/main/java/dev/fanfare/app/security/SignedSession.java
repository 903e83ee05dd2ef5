package dev.fanfare.app.security;

import dev.fanfare.app.CookieSession;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A session as a signed cookie said it, and what became of it since. Thread-safe. */
final class SignedSession implements CookieSession {
    /** What the session holds, whether it has ended, and whether the answer is on its way. */
    private record State(Map<String, String> values, boolean ended, boolean sealed) {
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
        this.state = new AtomicReference<>(new State(values, false, false));
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
        change(values -> {
            var more = new HashMap<>(values);
            more.put(name, value);
            requireRoom.accept(more);
            return more;
        });
    }

    @Override
    public void remove(String name) {
        change(values -> {
            var fewer = new HashMap<>(values);
            fewer.remove(name);
            return fewer;
        });
    }

    @Override
    public void clear() {
        change(values -> Map.of());
    }

    @Override
    public void invalidate() {
        change(values -> Map.of());
        state.updateAndGet(now -> new State(now.values(), true, now.sealed()));
    }

    @Override
    public Instant expiresAt() {
        return expiresAt;
    }

    /** The answer is on its way: nothing can be changed from now on. The values to send, if they have changed. */
    Optional<Map<String, String>> seal() {
        var last = state.getAndUpdate(now -> new State(now.values(), now.ended(), true));
        return last.sealed() || last.values().equals(before) ? Optional.empty() : Optional.of(last.values());
    }

    private void change(UnaryOperator<Map<String, String>> change) {
        state.updateAndGet(now -> {
            if (now.sealed()) {
                throw new IllegalStateException("the answer is on its way: the session can't change any more");
            }
            if (now.ended()) {
                throw new IllegalStateException("the session was invalidated");
            }
            return new State(change.apply(now.values()), false, false);
        });
    }
}
