package dev.fanfare.protocol.centrifuge.binary;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.protocol.centrifuge.json.JsonInput;
import tools.jackson.core.JacksonException;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/** Detects the kind of data sent as Protobuf, which does not transmit it. Stateless, thread-safe. */
public final class DataKind {
    /** Accepts UTF-8 only, because JSON clients receive the same bytes. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
            .streamReadConstraints(JsonInput.LIMITS)
            .build();

    private DataKind() {}

    /** Returns JSON if the bytes are one JSON value within the limits of {@link JsonInput}, TEXT if they are other valid UTF-8, and BINARY otherwise. */
    public static Payload payload(byte[] bytes) {
        var detected = Payload.detect(bytes);
        return detected.isText() && isOneValue(bytes) ? Payload.validatedJson(bytes) : detected;
    }

    private static boolean isOneValue(byte[] utf8) {
        try (var parser = JSON.createParser(ObjectReadContext.empty(), utf8)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (JacksonException invalid) {
            return false;
        }
    }
}
