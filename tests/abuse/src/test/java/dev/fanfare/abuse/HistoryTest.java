package dev.fanfare.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.testkit.client.ClientFrame;
import dev.fanfare.testkit.client.RawWebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A user with permission to publish fills histories. */
@Tag("full")
class HistoryTest {
    private static final int CONNECTIONS = 20;
    private static final int CHANNELS = 8;
    private static final int DATA_BYTES = 60_000;
    private static final Duration INTERVAL = Duration.ofMillis(30);
    private static final String KEPT = "news:kept";
    private static final int KEPT_PUBLICATIONS = 10;
    private static final Pattern EPOCH = Pattern.compile("\"epoch\":\"([^\"]+)\"");

    @Test
    void largePublications_leaveRoomForOtherNamespaces() {
        AbuseBench.serve("histories", ServerYaml.of(ServerYaml.RATE_LIMITS)).withstands(attacker -> {
            var epoch = publishKept(attacker);
            flood(attacker);
            assertThat(recovered(attacker, epoch))
                    .contains("\"recovered\":true", "{\"number\":" + KEPT_PUBLICATIONS + "}");
        });
    }

    /** Returns the epoch of the other namespace's channel. */
    private static String publishKept(Attacker attacker) {
        var reply = reply(attacker, Commands.subscribe(2, KEPT));
        for (int number = 1; number <= KEPT_PUBLICATIONS; number++) {
            PushApi.publish(attacker.address(), KEPT, "{\"number\":" + number + "}");
        }
        var epoch = EPOCH.matcher(reply);
        assertThat(epoch.find()).as(reply).isTrue();
        return epoch.group(1);
    }

    private static String recovered(Attacker attacker, String epoch) {
        return reply(attacker, Commands.recover(2, KEPT, epoch, 0));
    }

    private static String reply(Attacker attacker, String command) {
        try (var reader = RawWebSocket.open(attacker.address(), Clients.ENDPOINT)) {
            reader.send(Commands.connect("reader") + "\n" + command);
            return Clients.awaitText(reader, "\"id\":2");
        }
    }

    private static void flood(Attacker attacker) {
        var sockets = attacker.webSockets(CONNECTIONS, Clients.ENDPOINT, Clients.COMPRESSION);
        for (int i = 0; i < sockets.size(); i++) {
            sockets.get(i).send(ClientFrame.text(subscriptions(i)));
        }
        var publications = new ArrayList<List<byte[]>>();
        for (int i = 0; i < sockets.size(); i++) {
            publications.add(publications(i));
        }
        for (int round = 0; !attacker.isOver(); round++) {
            for (int i = 0; i < sockets.size(); i++) {
                sockets.get(i).send(publications.get(i).get(round % CHANNELS));
                sockets.get(i).discard();
            }
            attacker.deadline().pause(INTERVAL);
        }
    }

    private static String subscriptions(int socket) {
        var commands = new StringBuilder(Commands.connect("flood"));
        for (int channel = 0; channel < CHANNELS; channel++) {
            commands.append('\n').append(Commands.subscribe(channel + 2L, channel(socket, channel)));
        }
        return commands.toString();
    }

    private static List<byte[]> publications(int socket) {
        var data = "{\"text\":\"" + " ".repeat(DATA_BYTES) + "\"}";
        var frames = new ArrayList<byte[]>();
        for (int channel = 0; channel < CHANNELS; channel++) {
            var command = Commands.publish(100, channel(socket, channel), data).getBytes(StandardCharsets.US_ASCII);
            frames.add(ClientFrame.deflated(ClientFrame.TEXT, command).bytes());
        }
        return frames;
    }

    private static String channel(int socket, int channel) {
        return "chat:flood-" + socket + "-" + channel;
    }
}
