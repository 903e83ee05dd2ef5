package dev.fanfare.app.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class MemorySessionDenylistTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final InstantSource clock = now::get;

    @Test
    void entry_isKeptUntilItExpires() {
        var denylist = new MemorySessionDenylist(2, clock);
        denylist.add("a", Instant.ofEpochSecond(10));
        now.set(Instant.ofEpochSecond(9));
        denylist.add("b", Instant.ofEpochSecond(20));

        assertThat(denylist.contains("a")).isTrue();
        now.set(Instant.ofEpochSecond(10));
        denylist.add("c", Instant.ofEpochSecond(30));

        assertThat(denylist.contains("a")).isFalse();
        assertThat(denylist.contains("b")).isTrue();
        assertThat(denylist.contains("c")).isTrue();
    }

    @Test
    void fullDenylist_removesTheEntryThatExpiresFirst() {
        var denylist = new MemorySessionDenylist(2, clock);
        denylist.add("late", Instant.ofEpochSecond(30));
        denylist.add("early", Instant.ofEpochSecond(10));
        denylist.add("middle", Instant.ofEpochSecond(20));

        assertThat(denylist.contains("early")).isFalse();
        assertThat(denylist.contains("middle")).isTrue();
        assertThat(denylist.contains("late")).isTrue();
    }

    @Test
    void repeatedEntry_countsOnce() {
        var denylist = new MemorySessionDenylist(2, clock);
        denylist.add("a", Instant.ofEpochSecond(10));
        denylist.add("b", Instant.ofEpochSecond(20));
        denylist.add("b", Instant.ofEpochSecond(20));

        assertThat(denylist.contains("a")).isTrue();
    }

    @Test
    void emptyDenylist_isRejected() {
        assertThatThrownBy(() -> SessionDenylist.inMemory(0)).hasMessageContaining("at least 1 entry, got 0");
    }
}
