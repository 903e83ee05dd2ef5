package dev.fanfare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Output and exit status of {@code fanfare doctor}. */
class DoctorCommandTest {
    private final Terminal terminal = new Terminal();

    @Test
    void errors_exitWith1_withTheFix() {
        assertThat(terminal.run("doctor", "--set", "client.ping-interval=never"))
                .isEqualTo(1);

        assertThat(terminal.out())
                .contains("error    configuration: ", "client.ping-interval", "fix: ", "1 errors, 0 warnings");
        assertThat(terminal.err()).isEmpty();
    }

    @Test
    void json_containsTheFindings() {
        terminal.run("doctor", "--json", "--set", "http-server.address=127.0.0.1", "--set", "http-server.port=0");

        var findings = JsonMapper.shared().readTree(terminal.out());
        assertThat(findings.isArray()).isTrue();
        assertThat(findings)
                .anyMatch(finding -> finding.path("check").asString().equals("configuration")
                        && finding.path("level").asString().equals("ok"))
                .allMatch(finding -> finding.has("found") && finding.has("fix"));
    }
}
