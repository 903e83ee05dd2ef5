package dev.fanfare.transport.netty;

import static dev.fanfare.transport.netty.RequestSyntaxTest.RejectedBy.FANFARE;
import static dev.fanfare.transport.netty.RequestSyntaxTest.RejectedBy.NETTY;
import static dev.fanfare.transport.netty.RequestSyntaxTest.RejectedBy.NETTY_4_2_18;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.testkit.client.RawHttp;
import dev.fanfare.testkit.client.RawSocket.End;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.Version;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests that RFC 9112 forbids, and that two servers could frame differently. Each is rejected, and no request after it is
 * answered. The table also records which of them Netty's strict decoder rejects without the checks of this module, so that an
 * upgrade that changes this is noticed. Run it against another version with {@code -Dnetty.version=4.2.15.Final}.
 */
class RequestSyntaxTest {
    enum RejectedBy {
        /** Netty 4.2.15 and 4.2.18. */
        NETTY,
        /** Netty 4.2.18, but not 4.2.15. */
        NETTY_4_2_18,
        /** Only this module. */
        FANFARE,
    }

    record Row(RejectedBy rejectedBy, String name, String request) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final String NEXT = "GET /next HTTP/1.1\r\nHost: x\r\n\r\n";

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(exchange ->
                exchange.readBody(exchange.maxBodyBytes(), body -> exchange.respond(HttpResponse.text(200, ""))));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static Stream<Row> malformed() {
        return Stream.of(
                // 2.2: lines end with CR LF; bare CR and LF are invalid
                get(NETTY, "bare LF after the request line", "GET / HTTP/1.1\nHost: x\r\n\r\n"),
                get(NETTY, "bare LF after a field", "GET / HTTP/1.1\r\nHost: x\nA: b\r\n\r\n"),
                get(NETTY, "bare LF after the head", "GET / HTTP/1.1\r\nHost: x\r\n\n"),
                get(NETTY, "bare CR in a value", "GET / HTTP/1.1\r\nHost: x\r\nA: b\rc: d\r\n\r\n"),
                get(FANFARE, "bare CR before the request", "\rGET / HTTP/1.1\r\nHost: x\r\n\r\n"),
                get(FANFARE, "space before the request", " GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
                get(NETTY, "NUL before the request", "\0GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
                // 3: method, target and version, separated by single spaces
                get(FANFARE, "two spaces in the request line", "GET  / HTTP/1.1\r\nHost: x\r\n\r\n"),
                get(FANFARE, "tab in the request line", "GET\t/ HTTP/1.1\r\nHost: x\r\n\r\n"),
                get(FANFARE, "CR in the request line", "GET\r/ HTTP/1.1\r\nHost: x\r\n\r\n"),
                get(NETTY_4_2_18, "control character after the method", "GET\u0001 / HTTP/1.1\r\nHost: x\r\n\r\n"),
                get(NETTY, "space after the version", "GET / HTTP/1.1 \r\nHost: x\r\n\r\n"),
                get(NETTY, "space in the target", "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n"),
                get(FANFARE, "control character in the target", "GET /\u0001 HTTP/1.1\r\nHost: x\r\n\r\n"),
                get(NETTY, "missing version", "GET /\r\nHost: x\r\n\r\n"),
                get(NETTY, "method is not a token", "G@T / HTTP/1.1\r\nHost: x\r\n\r\n"),
                get(FANFARE, "lower-case version", "GET / http/1.1\r\nHost: x\r\n\r\n"),
                get(NETTY, "other protocol name", "GET / HTTQ/1.1\r\nHost: x\r\n\r\n"),
                get(NETTY, "two-digit minor version", "GET / HTTP/1.10\r\nHost: x\r\n\r\n"),
                get(FANFARE, "fragment in the target", "GET /a#b HTTP/1.1\r\nHost: x\r\n\r\n"),
                get(FANFARE, "non-ASCII byte in the target", "GET /\u00e9 HTTP/1.1\r\nHost: x\r\n\r\n"),
                get(FANFARE, "DEL in the target", "GET /\u007f HTTP/1.1\r\nHost: x\r\n\r\n"),
                // 3.2: targets and hosts
                get(FANFARE, "asterisk target with GET", "GET * HTTP/1.1\r\nHost: x\r\n\r\n"),
                get(FANFARE, "CONNECT", "CONNECT x:443 HTTP/1.1\r\nHost: x:443\r\n\r\n"),
                get(FANFARE, "absolute target without host", "GET http:///path HTTP/1.1\r\nHost: x\r\n\r\n"),
                get(FANFARE, "absolute target with user", "GET http://me@x/ HTTP/1.1\r\nHost: x\r\n\r\n"),
                get(FANFARE, "absolute target with scheme ftp", "GET ftp://x/ HTTP/1.1\r\nHost: x\r\n\r\n"),
                get(FANFARE, "missing Host", "GET / HTTP/1.1\r\n\r\n"),
                get(FANFARE, "missing Host with absolute target", "GET http://x/ HTTP/1.1\r\n\r\n"),
                get(FANFARE, "two Host fields", "GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n"),
                get(FANFARE, "two Host fields in HTTP/1.0", "GET / HTTP/1.0\r\nHost: x\r\nHost: y\r\n\r\n"),
                get(FANFARE, "empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n"),
                get(FANFARE, "Host with path", "GET / HTTP/1.1\r\nHost: x/y\r\n\r\n"),
                get(FANFARE, "Host with user", "GET / HTTP/1.1\r\nHost: me@x\r\n\r\n"),
                get(FANFARE, "Host with space", "GET / HTTP/1.1\r\nHost: x y\r\n\r\n"),
                get(FANFARE, "Host with non-numeric port", "GET / HTTP/1.1\r\nHost: x:http\r\n\r\n"),
                get(
                        FANFARE,
                        "Host longer than 300 characters",
                        "GET / HTTP/1.1\r\nHost: " + "x".repeat(301) + "\r\n\r\n"),
                // 5: fields
                get(FANFARE, "folded field (obs-fold)", "GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n"),
                get(NETTY, "whitespace before the first field", "GET / HTTP/1.1\r\n Host: x\r\n\r\n"),
                get(NETTY, "space before the colon", "GET / HTTP/1.1\r\nHost : x\r\n\r\n"),
                get(NETTY, "empty field name", "GET / HTTP/1.1\r\nHost: x\r\n: b\r\n\r\n"),
                get(NETTY, "field without colon", "GET / HTTP/1.1\r\nHost: x\r\nAb\r\n\r\n"),
                get(NETTY, "control character in a field name", "GET / HTTP/1.1\r\nHost: x\r\nA\u0001: b\r\n\r\n"),
                get(NETTY, "non-ASCII byte in a field name", "GET / HTTP/1.1\r\nHost: x\r\n\u00c4: b\r\n\r\n"),
                get(NETTY, "NUL in a field value", "GET / HTTP/1.1\r\nHost: x\r\nA: b\0c\r\n\r\n"),
                get(NETTY, "control character in a field value", "GET / HTTP/1.1\r\nHost: x\r\nA: b\u001bc\r\n\r\n"),
                get(NETTY, "DEL in a field value", "GET / HTTP/1.1\r\nHost: x\r\nA: b\u007f\r\n\r\n"),
                // 6.1 and 6.3: framing of the body
                post(NETTY, "different Content-Lengths", "Content-Length: 0\r\nContent-Length: 5\r\n\r\n"),
                post(NETTY, "equal Content-Lengths", "Content-Length: 0\r\nContent-Length: 0\r\n\r\n"),
                get(
                        FANFARE,
                        "equal Content-Lengths in HTTP/1.0",
                        "POST / HTTP/1.0\r\nContent-Length: 0\r\nContent-Length: 0\r\n\r\n"),
                get(
                        FANFARE,
                        "different Content-Lengths in HTTP/1.0",
                        "POST / HTTP/1.0\r\nContent-Length: 0\r\nContent-Length: 5\r\n\r\n"),
                get(
                        FANFARE,
                        "handshake of a WebSocket draft (hixie-76)",
                        "GET / HTTP/1.1\r\nHost: x\r\nSec-WebSocket-Key1: a\r\nSec-WebSocket-Key2: b\r\n\r\n"),
                post(NETTY, "list as Content-Length", "Content-Length: 0, 0\r\n\r\n"),
                post(NETTY, "Content-Length with plus sign", "Content-Length: +0\r\n\r\n"),
                post(NETTY, "negative Content-Length", "Content-Length: -1\r\n\r\n"),
                post(NETTY, "hexadecimal Content-Length", "Content-Length: 0x0\r\n\r\n"),
                post(NETTY, "empty Content-Length", "Content-Length:\r\n\r\n"),
                post(NETTY, "Content-Length above 2^63", "Content-Length: 99999999999999999999\r\n\r\n"),
                post(
                        NETTY,
                        "Content-Length, then Transfer-Encoding",
                        "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                post(
                        NETTY,
                        "Transfer-Encoding, then Content-Length",
                        "Transfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n0\r\n\r\n"),
                post(
                        NETTY_4_2_18,
                        "chunked twice, in two fields",
                        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                post(
                        NETTY_4_2_18,
                        "chunked twice, in one field",
                        "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n"),
                post(NETTY_4_2_18, "no chunked coding", "Transfer-Encoding: gzip\r\n\r\n"),
                post(NETTY_4_2_18, "coding 'identity'", "Transfer-Encoding: identity\r\n\r\n"),
                post(NETTY, "chunked before another coding", "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n"),
                post(NETTY, "coding 'xchunked'", "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
                post(NETTY, "chunked with a parameter", "Transfer-Encoding: chunked;q=1\r\n\r\n0\r\n\r\n"),
                get(
                        NETTY,
                        "Transfer-Encoding in HTTP/1.0",
                        "POST / HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                // 7.1: chunks
                chunks(NETTY, "missing chunk size", "\r\n\r\n"),
                chunks(NETTY, "chunk size 'g'", "g\r\n\r\n"),
                chunks(NETTY, "chunk size with prefix 0x", "0x0\r\n\r\n"),
                chunks(NETTY, "chunk size with plus sign", "+0\r\n\r\n"),
                chunks(NETTY, "negative chunk size", "-1\r\n\r\n"),
                chunks(NETTY_4_2_18, "space before the chunk size", " 0\r\n\r\n"),
                chunks(NETTY_4_2_18, "space after the chunk size", "0 \r\n\r\n"),
                chunks(NETTY_4_2_18, "tab after the chunk size", "0\t\r\n\r\n"),
                chunks(NETTY_4_2_18, "text after the chunk size", "1 2\r\na\r\n0\r\n\r\n"),
                chunks(FANFARE, "space before a chunk extension", "0 ;a\r\n\r\n"),
                chunks(NETTY, "control character in a chunk extension", "0;a\u0001\r\n\r\n"),
                chunks(FANFARE, "chunk size of nine digits", "000000000\r\n\r\n"),
                chunks(NETTY, "chunk size above 2^31", "ffffffffff\r\n"),
                chunks(NETTY, "bare LF after the chunk size", "0\n\r\n"),
                chunks(NETTY, "bare LF in a chunk extension", "0;a\nb\r\n\r\n"),
                chunks(FANFARE, "chunk extension longer than 256 bytes", "0;" + "a".repeat(257) + "\r\n\r\n"),
                chunks(NETTY, "chunk longer than its size", "1\r\nab\r\n0\r\n\r\n"),
                chunks(NETTY, "bare LF after chunk data", "1\r\na\n0\r\n\r\n"),
                chunks(NETTY, "bare LF after the trailer section", "0\r\n\n"),
                chunks(FANFARE, "folded trailer field", "0\r\nA: b\r\n c\r\n\r\n"),
                chunks(NETTY, "space before the colon of a trailer field", "0\r\nA : b\r\n\r\n"),
                chunks(FANFARE, "control character in a dropped trailer field", "0\r\nContent-Length: \u0001\r\n\r\n"),
                chunks(NETTY, "trailer field without colon", "0\r\nab\r\n\r\n"));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void request_malformed_isRejectedWith400(Row row) {
        assertRejected(row.request(), 400);
    }

    @ParameterizedTest
    @MethodSource({"malformed", "unsupportedVersions"})
    void nettyAlone_malformedRequest_isHandledAsRecorded(Row row) {
        var codec = Objects.requireNonNull(Version.identify().get("netty-codec-http"), "codec on the class path");
        boolean old = codec.artifactVersion().startsWith("4.2.15.");
        boolean expected = switch (row.rejectedBy()) {
            case NETTY -> true;
            case NETTY_4_2_18 -> !old;
            case FANFARE -> false;
        };

        assertThat(isRejectedByNetty(row.request())).isEqualTo(expected);
    }

    static Stream<Row> unsupportedVersions() {
        return Stream.of(
                get(FANFARE, "HTTP/2.0", "GET / HTTP/2.0\r\nHost: x\r\n\r\n"),
                get(FANFARE, "HTTP/0.9", "GET / HTTP/0.9\r\nHost: x\r\n\r\n"),
                get(FANFARE, "preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\n"));
    }

    @ParameterizedTest
    @MethodSource("unsupportedVersions")
    void request_unsupportedVersion_isRejectedWith505(Row row) {
        assertRejected(row.request(), 505);
    }

    @Test
    void transferEncoding_unsupportedCoding_isRejectedWith501() {
        assertRejected("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501);
    }

    /** Netty 4.2.15 rejects this request, Netty 4.2.18 does not. */
    @Test
    void transferEncoding_emptyCoding_isRejectedWith400() {
        assertRejected("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked,\r\n\r\n0\r\n\r\n", 400);
    }

    @Test
    void fields_overTheLimit_areRejectedWith431() {
        assertRejected("GET / HTTP/1.1\r\nHost: x\r\n" + "A:\r\n".repeat(100) + "\r\n", 431);
        assertRejected(
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n" + "A:\r\n".repeat(101) + "\r\n",
                431);
    }

    static Stream<Named<String>> valid() {
        return Stream.of(
                valid("empty lines before the request", "\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n"),
                valid("later minor version", "GET / HTTP/1.2\r\nHost: x\r\n\r\n"),
                valid("no space after the colon", "GET / HTTP/1.1\r\nHost:x\r\n\r\n"),
                valid("whitespace around a value", "GET / HTTP/1.1\r\nHost: \t x \t\r\n\r\n"),
                valid("non-ASCII byte in a value", "GET / HTTP/1.1\r\nHost: x\r\nA: \u00e9\r\n\r\n"),
                valid("empty value", "GET / HTTP/1.1\r\nHost: x\r\nA:\r\n\r\n"),
                valid("maximum number of fields", "GET / HTTP/1.1\r\nHost: x\r\n" + "A:\r\n".repeat(99) + "\r\n"),
                valid("Host with IPv6 address and port", "GET / HTTP/1.1\r\nHost: [::1]:8000\r\n\r\n"),
                valid("Host with every kind of character", "GET / HTTP/1.1\r\nHost: A-z_0.%41~:\r\n\r\n"),
                valid(
                        "chunked in capitals",
                        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: CHUNKED\r\n\r\n0\r\n\r\n"),
                valid(
                        "chunk extensions and trailer fields",
                        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1;a=b;c=\"d\"\r\nx\r\n00;e\r\nA: b\r\nC:\r\n\r\n"),
                valid(
                        "chunk sizes in both cases",
                        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nA\r\n0123456789\r\na\r\n0123456789\r\n0\r\n\r\n"));
    }

    @ParameterizedTest
    @MethodSource("valid")
    void request_valid_isAnswered(String request) {
        try (var whole = server.connect();
                var dribbling = server.connect()) {
            whole.send(request + NEXT);
            dribbling.socket().sendDribbling((request + NEXT).getBytes(StandardCharsets.ISO_8859_1));

            for (var client : new RawHttp[] {whole, dribbling}) {
                assertThat(client.read().status()).isEqualTo(200);
                assertThat(client.read().status()).isEqualTo(200);
            }
        }
    }

    private static void assertRejected(String request, int status) {
        try (var whole = server.connect();
                var dribbling = server.connect()) {
            whole.send(request + NEXT);
            dribbling.socket().sendDribbling(request.getBytes(StandardCharsets.ISO_8859_1));

            for (var client : new RawHttp[] {whole, dribbling}) {
                var response = client.read();
                assertThat(response.status()).as(response.text()).isEqualTo(status);
                assertThat(response.header("connection")).isEqualTo("close");
                assertThat(client.socket().readToEnd()).isEmpty();
                client.socket().finish();
                assertThat(client.socket().awaitEnd()).isEqualTo(End.FINISHED);
            }
        }
    }

    private static boolean isRejectedByNetty(String request) {
        var channel = new EmbeddedChannel(new HttpServerCodec(new HttpDecoderConfig()));
        channel.writeInbound(Unpooled.copiedBuffer(request, StandardCharsets.ISO_8859_1));
        boolean rejected = false;
        for (HttpObject message = channel.readInbound(); message != null; message = channel.readInbound()) {
            rejected |= message.decoderResult().isFailure();
            ReferenceCountUtil.release(message);
        }
        channel.finishAndReleaseAll();
        return rejected;
    }

    private static Row get(RejectedBy rejectedBy, String name, String request) {
        return new Row(rejectedBy, name, request);
    }

    private static Row post(RejectedBy rejectedBy, String name, String fieldsAndBody) {
        return get(rejectedBy, name, "POST / HTTP/1.1\r\nHost: x\r\n" + fieldsAndBody);
    }

    private static Row chunks(RejectedBy rejectedBy, String name, String body) {
        return post(rejectedBy, name, "Transfer-Encoding: chunked\r\n\r\n" + body);
    }

    private static Named<String> valid(String name, String request) {
        return Named.of(name, request);
    }
}
