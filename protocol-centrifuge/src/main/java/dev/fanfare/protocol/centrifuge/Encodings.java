package dev.fanfare.protocol.centrifuge;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.http.HttpRequest;
import dev.fanfare.protocol.centrifuge.binary.ProtobufEncoding;
import dev.fanfare.protocol.centrifuge.json.JsonEncoding;
import dev.fanfare.protocol.centrifuge.message.Encoding;

/** Which encoding a client speaks. Stateless. */
final class Encodings {
    static final Encoding JSON = new JsonEncoding();

    static final Encoding PROTOBUF = new ProtobufEncoding();

    private static final String BINARY = "application/octet-stream";

    private Encodings() {}

    /** What the body is in, which also says what the answer is to be in. */
    static Encoding of(HttpRequest request) {
        return request.headers().first("content-type").filter(BINARY::equals).isPresent() ? PROTOBUF : JSON;
    }

    /** The body as the encoding takes it. */
    static Payload body(HttpRequest request, Encoding encoding) {
        var bytes = request.body().bytes();
        return encoding == PROTOBUF ? Payload.binary(bytes) : Payload.detect(bytes);
    }

    /** The media type of a stream. */
    static String mediaType(Encoding encoding) {
        return encoding == PROTOBUF ? BINARY : "application/json";
    }
}
