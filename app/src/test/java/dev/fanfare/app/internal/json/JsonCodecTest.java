package dev.fanfare.app.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** The mapper of an application: its names and formats, but strict reading. */
class JsonCodecTest {
    sealed interface Command {}

    record KickOut(String userName, int closeCode) implements Command {}

    private final JsonCodec codec = JsonCodec.of(JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build());

    @Test
    void names_areThoseOfTheMapper() {
        var json = codec.write(new KickOut("ann", 4001));

        assertThat(new String(json, StandardCharsets.UTF_8))
                .isEqualTo("{\"type\":\"kickOut\",\"user_name\":\"ann\",\"close_code\":4001}");
        assertThat(codec.read(json, Command.class)).isEqualTo(new KickOut("ann", 4001));
    }

    @Test
    void reading_staysStrict() {
        assertThatThrownBy(() -> read("{'user_name':'ann','close_code':'4001','type':'kickOut'}"))
                .hasMessage("'close_code' must be a 32-bit integer");
        assertThatThrownBy(() -> read("{'close_code':4001,'type':'kickOut'}")).hasMessage("'user_name' is missing");
        assertThatThrownBy(() -> read("{'user_name':'ann','user_name':'bob','close_code':1,'type':'kickOut'}"))
                .hasMessageStartingWith("invalid JSON");
        assertThatThrownBy(() -> read("{'" + "x".repeat(Json.MAX_NAME_LENGTH + 1) + "':1,'type':'kickOut'}"))
                .isInstanceOf(InvalidJsonException.class);
        assertThatThrownBy(() -> read("{'user_name':'ann','close_code':1,'type':'kickOut'} 2"))
                .isInstanceOf(InvalidJsonException.class);
    }

    private Command read(String json) {
        return codec.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), Command.class);
    }
}
