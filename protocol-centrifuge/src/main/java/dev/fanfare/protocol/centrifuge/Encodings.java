package dev.fanfare.protocol.centrifuge;

import dev.fanfare.core.channel.Payload;
import dev.fanfare.core.transport.HttpRequest;
import dev.fanfare.protocol.centrifuge.json.JsonEncoding;
import dev.fanfare.protocol.centrifuge.message.Encoding;

/** Which encoding a client speaks. Stateless. */
final class Encodings {
    static final Encoding JSON = new JsonEncoding();

    private Encodings() {}

    /** The body as the encoding takes it. */
    static Payload body(HttpRequest request) {
        return Payload.detect(request.body().bytes());
    }
}
