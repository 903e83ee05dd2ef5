package dev.fanfare.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The logins of browsers end after a time, and their number is limited. */
class AdminLoginsTest {
    private Instant now = Instant.ofEpochSecond(1_000_000);
    private final AdminLogins logins = new AdminLogins(() -> now);

    @Test
    void login_endsAfterTheIdleTime() {
        var login = logins.begin();
        now = now.plus(AdminLogins.IDLE).minusSeconds(1);
        assertThat(logins.use(login.cookie(), login.key())).isTrue();
        now = now.plus(AdminLogins.IDLE).minusSeconds(1);
        assertThat(logins.use(login.cookie(), login.key())).isTrue();

        now = now.plus(AdminLogins.IDLE);
        assertThat(logins.use(login.cookie(), login.key())).isFalse();
    }

    @Test
    void login_endsAfterItsLifetime_evenIfUsed() {
        var login = logins.begin();
        var step = Duration.ofMinutes(20);
        for (var age = step; age.compareTo(AdminLogins.LIFETIME) < 0; age = age.plus(step)) {
            now = now.plus(step);
            assertThat(logins.use(login.cookie(), login.key())).isTrue();
        }
        now = now.plus(step);

        assertThat(logins.use(login.cookie(), login.key())).isFalse();
    }

    @Test
    void aFurtherLogin_endsTheOneThatWasUsedLeastRecently() {
        var first = logins.begin();
        var second = logins.begin();
        assertThat(logins.use(first.cookie(), first.key())).isTrue();
        for (int i = 2; i < AdminLogins.MAX; i++) {
            logins.begin();
        }
        var last = logins.begin();

        assertThat(logins.use(second.cookie(), second.key())).isFalse();
        assertThat(logins.use(first.cookie(), first.key())).isTrue();
        assertThat(logins.use(last.cookie(), last.key())).isTrue();
    }
}
