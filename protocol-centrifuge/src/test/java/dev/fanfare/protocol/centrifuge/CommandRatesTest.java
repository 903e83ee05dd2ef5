package dev.fanfare.protocol.centrifuge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.model.access.AccessControl;
import dev.fanfare.model.access.Admission;
import dev.fanfare.model.access.BlockingAccess;
import dev.fanfare.model.access.ConnectAttempt;
import dev.fanfare.model.access.ConnectedClient;
import dev.fanfare.model.access.Grant;
import dev.fanfare.model.access.Rate;
import dev.fanfare.model.access.SubscriptionAttempt;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.protocol.centrifuge.settings.CentrifugeSettings;
import dev.fanfare.protocol.centrifuge.settings.CommandRates;
import dev.fanfare.protocol.centrifuge.settings.CommandRates.Operation;
import dev.fanfare.testkit.app.TestClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rate limits of commands. */
class CommandRatesTest {
    private static final Rate ONE = new Rate(1, Duration.ofSeconds(10));
    private static final Rate TWO = new Rate(2, Duration.ofSeconds(10));
    private static final String TOO_MANY =
            "\"error\":{\"code\":111,\"message\":\"too many requests\",\"temporary\":true}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SUBSCRIBE|\"subscribe\":{\"channel\":\"plain2\"}",
                "PUBLISH|\"publish\":{\"channel\":\"plain\",\"data\":1}",
                "HISTORY|\"history\":{\"channel\":\"kept\"}",
                "PRESENCE|\"presence\":{\"channel\":\"kept\"}",
                "PRESENCE|\"presence_stats\":{\"channel\":\"kept\"}",
                "RPC|\"rpc\":{\"method\":\"m\"}",
            })
    void command_aboveRate_isTemporaryError(Operation operation, String command) {
        try (var server = server(CommandRates.NONE.perConnection(operation, ONE))) {
            var client = server.connect();

            assertThat(ask(client, command)).doesNotContain("\"code\":111");
            assertThat(ask(client, command)).contains(TOO_MANY);
            assertThat(ask(client, "\"unsubscribe\":{\"channel\":\"plain\"}")).contains("\"unsubscribe\":{}");
            server.transport.advance(Duration.ofSeconds(10));
            assertThat(ask(client, command)).doesNotContain("\"code\":111");
        }
    }

    @Test
    void messages_aboveRate_disconnect() {
        var settings = CentrifugeSettings.DEFAULTS.withRates(CommandRates.NONE.perConnection(Operation.MESSAGE, ONE));
        try (var server = new CentrifugeServer(AccessControl.of(new ByName()), settings)) {
            var client = server.connect();
            client.sendText("{\"send\":{\"data\":1}}\n{\"send\":{\"data\":2}}");

            assertThat(client.receiveClose().code()).isEqualTo(3013);
        }
    }

    @Test
    void anyRate_countsAllLimitedCommands() {
        try (var server = server(CommandRates.NONE.perConnection(Operation.ANY, TWO))) {
            var client = server.connect();

            assertThat(ask(client, "\"unsubscribe\":{\"channel\":\"plain\"}")).doesNotContain("error");
            assertThat(ask(client, "\"subscribe\":{\"channel\":\"plain\"}")).doesNotContain("error");
            assertThat(ask(client, "\"history\":{\"channel\":\"kept\"}")).doesNotContain("error");
            assertThat(ask(client, "\"presence\":{\"channel\":\"kept\"}")).contains(TOO_MANY);
            assertThat(ask(server.connect(), "\"presence\":{\"channel\":\"kept\"}"))
                    .doesNotContain("error");
        }
    }

    @Test
    void userRate_appliesToAllConnectionsOfAUser() {
        var settings = CentrifugeSettings.DEFAULTS.withRates(CommandRates.NONE.perUser(Operation.SUBSCRIBE, ONE));
        try (var server = new CentrifugeServer(AccessControl.of(new ByName()), settings)) {
            var subscribe = "\"subscribe\":{\"channel\":\"plain\"}";

            assertThat(ask(named(server, "ann"), subscribe)).contains("\"subscribe\":{");
            assertThat(ask(named(server, "ann"), subscribe)).contains(TOO_MANY);
            assertThat(ask(named(server, "bob"), subscribe)).contains("\"subscribe\":{");
            assertThat(ask(named(server, ""), subscribe)).contains("\"subscribe\":{");
            assertThat(ask(named(server, ""), subscribe)).contains("\"subscribe\":{");
        }
    }

    @Test
    void rates_equal_keepCounts_othersReset() {
        var rates = CommandRates.NONE.perUser(Operation.SUBSCRIBE, ONE);
        try (var server =
                new CentrifugeServer(AccessControl.of(new ByName()), CentrifugeSettings.DEFAULTS.withRates(rates))) {
            var subscribe = "\"subscribe\":{\"channel\":\"plain\"}";
            ask(named(server, "ann"), subscribe);

            server.centrifuge.limit(CommandRates.NONE.perUser(Operation.SUBSCRIBE, ONE));
            assertThat(ask(named(server, "ann"), subscribe)).contains(TOO_MANY);
            server.centrifuge.limit(CommandRates.NONE.perUser(Operation.SUBSCRIBE, TWO));
            assertThat(ask(named(server, "ann"), subscribe)).contains("\"subscribe\":{");
        }
    }

    /** Uses the name of the client software as the user id. */
    private static final class ByName implements BlockingAccess {
        @Override
        public Admission connect(ConnectAttempt attempt) {
            return Admission.of(attempt.name());
        }

        @Override
        public Grant subscribe(ConnectedClient client, SubscriptionAttempt attempt) {
            return Grant.OPEN;
        }

        @Override
        public void message(ConnectedClient client, Payload data) {}
    }

    private static CentrifugeServer server(CommandRates rates) {
        return new CentrifugeServer(AccessControl.allowAll(), CentrifugeSettings.DEFAULTS.withRates(rates));
    }

    private static TestClient named(CentrifugeServer server, String name) {
        var client = server.open();
        client.sendText("{\"id\":1,\"connect\":{\"name\":\"" + name + "\"}}");
        client.receiveText();
        return client;
    }

    private static String ask(TestClient client, String command) {
        client.sendText("{\"id\":7," + command + "}");
        for (var text = client.receiveText(); ; text = client.receiveText()) {
            if (text.contains("\"id\":7")) {
                return text;
            }
        }
    }
}
