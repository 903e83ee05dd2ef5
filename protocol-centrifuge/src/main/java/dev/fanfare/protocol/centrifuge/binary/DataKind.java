package dev.fanfare.protocol.centrifuge.binary;

import dev.fanfare.model.channel.Payload;
import tools.jackson.core.JacksonException;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/** Tells what the bytes of a client are, since Protobuf doesn't. Stateless, thread-safe. */
public final class DataKind {
    /** Bytes are UTF-8 and nothing else, for the clients to whom they go as JSON. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
            .build();

    private DataKind() {}

    /** JSON when the bytes are one JSON value, TEXT when they are other UTF-8, else BINARY. */
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
        } catch (JacksonException noJson) {
            return false;
        }
    }
}
