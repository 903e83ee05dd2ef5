package dev.fanfare.protocol.centrifuge;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.http.HttpRequest;
import dev.fanfare.protocol.centrifuge.binary.ProtobufEncoding;
import dev.fanfare.protocol.centrifuge.json.JsonEncoding;
import dev.fanfare.protocol.centrifuge.message.Encoding;

/** Selects the encoding of requests and streams. Stateless, thread-safe. */
final class Encodings {
    static final Encoding JSON = new JsonEncoding();

    static final Encoding PROTOBUF = new ProtobufEncoding();

    private static final String BINARY = "application/octet-stream";

    private Encodings() {}

    /** Returns the encoding of the request body, which is also that of the response. */
    static Encoding of(HttpRequest request) {
        return request.headers().first("content-type").filter(BINARY::equals).isPresent() ? PROTOBUF : JSON;
    }

    /** Returns the body as a payload of the kind that the encoding expects. */
    static Payload body(byte[] bytes, Encoding encoding) {
        return encoding == PROTOBUF ? Payload.binary(bytes) : Payload.detect(bytes);
    }

    /** Returns the media type of a stream. */
    static String mediaType(Encoding encoding) {
        return encoding == PROTOBUF ? BINARY : "application/json";
    }
}
