package dev.fanfare.app.route;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which paths a pattern takes. */
class PathPatternTest {
    @Test
    void match_ofWhatIsNoPath_isEmpty() {
        var pattern = PathPattern.parse("/admin/{name}");

        assertThat(pattern.match("/admin/x")).isPresent();
        assertThat(pattern.match("xadmin/x")).isEmpty();
        assertThat(pattern.match("")).isEmpty();
    }
}
