package dev.fanfare.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/**
 * How the SDK of a test speaks. Immutable.
 *
 * @param transport as the SDK names it
 * @param encoding {@code json} or {@code protobuf}
 */
record SdkClient(String transport, String encoding) {
    /** All ways there are: server-sent events are text. */
    static final List<SdkClient> ALL = List.of(
            new SdkClient("websocket", "json"),
            new SdkClient("websocket", "protobuf"),
            new SdkClient("http_stream", "json"),
            new SdkClient("http_stream", "protobuf"),
            new SdkClient("sse", "json"));

    /** Does all that clients do, with an application that is alone, and with an impatient one. */
    void runScenariosAlone(String url, String impatient) {
        run("--url", url, "--impatient", impatient);
    }

    /** Does all that clients do, with an application of two nodes. */
    void runScenarios(String url, String otherNode) {
        run("--url", url, "--second", otherNode);
    }

    private void run(String... where) {
        List<String> command =
                new ArrayList<>(List.of("node", "main.js", "--transport", transport, "--encoding", encoding));
        command.addAll(List.of(where));
        assertThat(Node.run(command.toArray(String[]::new))).contains("scenarios hold");
    }

    @Override
    public String toString() {
        return transport + " " + encoding;
    }
}
