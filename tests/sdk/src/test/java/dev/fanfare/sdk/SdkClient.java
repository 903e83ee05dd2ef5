package dev.fanfare.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/**
 * A transport and an encoding of the SDK. Immutable.
 *
 * @param transport the name of the transport in the SDK
 * @param encoding {@code json} or {@code protobuf}
 */
record SdkClient(String transport, String encoding) {
    /** All combinations; server-sent events support JSON only. */
    static final List<SdkClient> ALL = List.of(
            new SdkClient("websocket", "json"),
            new SdkClient("websocket", "protobuf"),
            new SdkClient("http_stream", "json"),
            new SdkClient("http_stream", "protobuf"),
            new SdkClient("sse", "json"));

    /** Runs the scenarios for one node and those for an application with short timeouts. */
    void runScenariosAlone(String url, String impatient) {
        run("--url", url, "--impatient", impatient);
    }

    /** Runs the scenarios for two nodes. */
    void runScenarios(String url, String otherNode) {
        run("--url", url, "--second", otherNode);
    }

    /** Runs the scenarios for an application whose Redis server loses publications. */
    void runLosses(String url) {
        run("--url", url, "--losing");
    }

    private void run(String... where) {
        List<String> command =
                new ArrayList<>(List.of("node", "main.js", "--transport", transport, "--encoding", encoding));
        command.addAll(List.of(where));
        assertThat(NodeJs.run(command.toArray(String[]::new))).contains("scenarios passed");
    }

    @Override
    public String toString() {
        return transport + " " + encoding;
    }
}
