package dev.fanfare.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.testkit.client.RawHttp;
import dev.fanfare.testkit.client.RawSocket.End;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The letter of RFC 9112, byte by byte: what could be read in two ways is refused, and nothing behind it is answered. */
class RequestSyntaxTest {
    private static final String BEHIND = "GET /behind HTTP/1.1\r\nHost: x\r\n\r\n";

    static Stream<Named<String>> malformed() {
        return Stream.of(
                // 2.2: lines end with CR and LF, and neither stands alone
                get("bare LF behind the request line", "GET / HTTP/1.1\nHost: x\r\n\r\n"),
                get("bare LF behind a field", "GET / HTTP/1.1\r\nHost: x\nA: b\r\n\r\n"),
                get("bare LF at the end", "GET / HTTP/1.1\r\nHost: x\r\n\n"),
                get("bare CR in a value", "GET / HTTP/1.1\r\nHost: x\r\nA: b\rc: d\r\n\r\n"),
                get("bare CR before the request", "\rGET / HTTP/1.1\r\nHost: x\r\n\r\n"),
                get("blank before the request", " GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
                get("NUL before the request", "\0GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
                // 3: method, target, version, one blank between
                get("two blanks", "GET  / HTTP/1.1\r\nHost: x\r\n\r\n"),
                get("a tab for a blank", "GET\t/ HTTP/1.1\r\nHost: x\r\n\r\n"),
                get("a blank behind the version", "GET / HTTP/1.1 \r\nHost: x\r\n\r\n"),
                get("a blank in the target", "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n"),
                get("no version", "GET /\r\nHost: x\r\n\r\n"),
                get("a method that is no token", "G@T / HTTP/1.1\r\nHost: x\r\n\r\n"),
                get("a version in lower case", "GET / http/1.1\r\nHost: x\r\n\r\n"),
                get("another protocol", "GET / HTTQ/1.1\r\nHost: x\r\n\r\n"),
                get("a version of two digits", "GET / HTTP/1.10\r\nHost: x\r\n\r\n"),
                get("a fragment", "GET /a#b HTTP/1.1\r\nHost: x\r\n\r\n"),
                get("a target beyond ASCII", "GET /\u00e9 HTTP/1.1\r\nHost: x\r\n\r\n"),
                get("DEL in the target", "GET /\u007f HTTP/1.1\r\nHost: x\r\n\r\n"),
                // 3.2: targets and hosts
                get("the asterisk of a GET", "GET * HTTP/1.1\r\nHost: x\r\n\r\n"),
                get("a tunnel", "CONNECT x:443 HTTP/1.1\r\nHost: x:443\r\n\r\n"),
                get("a URI without host", "GET http:///path HTTP/1.1\r\nHost: x\r\n\r\n"),
                get("a URI with a user", "GET http://me@x/ HTTP/1.1\r\nHost: x\r\n\r\n"),
                get("a URI of another scheme", "GET ftp://x/ HTTP/1.1\r\nHost: x\r\n\r\n"),
                get("no host", "GET / HTTP/1.1\r\n\r\n"),
                get("no host, but in the URI", "GET http://x/ HTTP/1.1\r\n\r\n"),
                get("two hosts", "GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n"),
                get("two hosts of HTTP/1.0", "GET / HTTP/1.0\r\nHost: x\r\nHost: y\r\n\r\n"),
                get("an empty host", "GET / HTTP/1.1\r\nHost:\r\n\r\n"),
                get("a host with a path", "GET / HTTP/1.1\r\nHost: x/y\r\n\r\n"),
                get("a host with a user", "GET / HTTP/1.1\r\nHost: me@x\r\n\r\n"),
                get("a host with a blank", "GET / HTTP/1.1\r\nHost: x y\r\n\r\n"),
                get("a port of letters", "GET / HTTP/1.1\r\nHost: x:http\r\n\r\n"),
                get("a host without end", "GET / HTTP/1.1\r\nHost: " + "x".repeat(301) + "\r\n\r\n"),
                // 5: fields
                get("a folded field", "GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n"),
                get("a fold before the first field", "GET / HTTP/1.1\r\n Host: x\r\n\r\n"),
                get("a blank before the colon", "GET / HTTP/1.1\r\nHost : x\r\n\r\n"),
                get("no name", "GET / HTTP/1.1\r\nHost: x\r\n: b\r\n\r\n"),
                get("no colon", "GET / HTTP/1.1\r\nHost: x\r\nAb\r\n\r\n"),
                get("a control character in a name", "GET / HTTP/1.1\r\nHost: x\r\nA\u0001: b\r\n\r\n"),
                get("a byte beyond ASCII in a name", "GET / HTTP/1.1\r\nHost: x\r\n\u00c4: b\r\n\r\n"),
                get("NUL in a value", "GET / HTTP/1.1\r\nHost: x\r\nA: b\0c\r\n\r\n"),
                get("a control character in a value", "GET / HTTP/1.1\r\nHost: x\r\nA: b\u001bc\r\n\r\n"),
                get("DEL in a value", "GET / HTTP/1.1\r\nHost: x\r\nA: b\u007f\r\n\r\n"),
                // 6.1 and 6.3: where the body ends
                post("two lengths that differ", "Content-Length: 0\r\nContent-Length: 5\r\n\r\n"),
                post("two lengths alike", "Content-Length: 0\r\nContent-Length: 0\r\n\r\n"),
                post("a list of lengths", "Content-Length: 0, 0\r\n\r\n"),
                post("a length with a sign", "Content-Length: +0\r\n\r\n"),
                post("a negative length", "Content-Length: -1\r\n\r\n"),
                post("a length in hex", "Content-Length: 0x0\r\n\r\n"),
                post("an empty length", "Content-Length:\r\n\r\n"),
                post("a length without end", "Content-Length: 99999999999999999999\r\n\r\n"),
                post("a length and chunks", "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                post("chunks and a length", "Transfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n0\r\n\r\n"),
                post("chunked twice", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                post("chunked not last", "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n"),
                post("nearly chunked", "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
                post("chunked with a parameter", "Transfer-Encoding: chunked;q=1\r\n\r\n0\r\n\r\n"),
                get("chunks of HTTP/1.0", "POST / HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                // 7.1: chunks
                chunks("no size", "\r\n\r\n"),
                chunks("a size that is no number", "g\r\n\r\n"),
                chunks("a size in C", "0x0\r\n\r\n"),
                chunks("a size with a sign", "+0\r\n\r\n"),
                chunks("a negative size", "-1\r\n\r\n"),
                chunks("a blank before the size", " 0\r\n\r\n"),
                chunks("a blank behind the size", "0 \r\n\r\n"),
                chunks("a size without end", "000000000\r\n\r\n"),
                chunks("a size beyond all", "ffffffffff\r\n"),
                chunks("bare LF behind the size", "0\n\r\n"),
                chunks("bare LF in an extension", "0;a\nb\r\n\r\n"),
                chunks("an extension without end", "0;" + "a".repeat(257) + "\r\n\r\n"),
                chunks("a chunk that is longer than its size", "1\r\nab\r\n0\r\n\r\n"),
                chunks("bare LF behind a chunk", "1\r\na\n0\r\n\r\n"),
                chunks("bare LF at the end", "0\r\n\n"),
                chunks("a folded trailer field", "0\r\nA: b\r\n c\r\n\r\n"),
                chunks("a trailer field without colon", "0\r\nab\r\n\r\n"));
    }

    @ParameterizedTest
    @MethodSource
    void malformed(String request) {
        assertRefused(request, 400);
    }

    static Stream<Named<String>> notSupported() {
        return Stream.of(
                get("2.0", "GET / HTTP/2.0\r\nHost: x\r\n\r\n"),
                get("0.9", "GET / HTTP/0.9\r\nHost: x\r\n\r\n"),
                get("the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
    }

    @ParameterizedTest
    @MethodSource
    void notSupported(String request) {
        assertRefused(request, 505);
    }

    @Test
    void transferEncodings_thatAreNotKnown_areNotImplemented() {
        assertRefused("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501);
    }

    @Test
    void fields_moreThanTheLimit_are431() {
        assertRefused("GET / HTTP/1.1\r\nHost: x\r\n" + "A:\r\n".repeat(100) + "\r\n", 431);
        assertRefused(
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n" + "A:\r\n".repeat(101) + "\r\n",
                431);
    }

    static Stream<Named<String>> lawful() {
        return Stream.of(
                get("empty lines before", "\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n"),
                get("a later minor version", "GET / HTTP/1.2\r\nHost: x\r\n\r\n"),
                get("no blank behind the colon", "GET / HTTP/1.1\r\nHost:x\r\n\r\n"),
                get("tabs and blanks around a value", "GET / HTTP/1.1\r\nHost: \t x \t\r\n\r\n"),
                get("bytes beyond ASCII in a value", "GET / HTTP/1.1\r\nHost: x\r\nA: \u00e9\r\n\r\n"),
                get("an empty value", "GET / HTTP/1.1\r\nHost: x\r\nA:\r\n\r\n"),
                get("as many fields as may be", "GET / HTTP/1.1\r\nHost: x\r\n" + "A:\r\n".repeat(99) + "\r\n"),
                get("an address and a port", "GET / HTTP/1.1\r\nHost: [::1]:8000\r\n\r\n"),
                get("a name with all that may be", "GET / HTTP/1.1\r\nHost: A-z_0.%41~:\r\n\r\n"),
                post("chunked in capitals", "Transfer-Encoding: CHUNKED\r\n\r\n0\r\n\r\n"),
                chunks("extensions and trailers", "1;a=b;c=\"d\"\r\nx\r\n00;e\r\nA: b\r\nC:\r\n\r\n"),
                chunks("sizes in either case", "A\r\n0123456789\r\na\r\n0123456789\r\n0\r\n\r\n"));
    }

    @ParameterizedTest
    @MethodSource
    void lawful(String request) {
        try (var server = TestServer.start(exchange -> exchange.respond(HttpResponse.text(200, "")));
                var whole = server.connect();
                var dribbling = server.connect()) {
            whole.send(request + BEHIND);
            dribbling.socket().sendDribbling((request + BEHIND).getBytes(StandardCharsets.ISO_8859_1));

            for (var client : new RawHttp[] {whole, dribbling}) {
                assertThat(client.read().status()).isEqualTo(200);
                assertThat(client.read().status()).isEqualTo(200);
            }
        }
    }

    private static void assertRefused(String request, int status) {
        try (var server = TestServer.start(exchange -> exchange.respond(
                        HttpResponse.text(200, exchange.request().path())));
                var whole = server.connect();
                var dribbling = server.connect()) {
            whole.send(request + BEHIND);
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

    private static Named<String> get(String what, String request) {
        return Named.of(what, request);
    }

    private static Named<String> post(String what, String fieldsAndBody) {
        return Named.of(what, "POST / HTTP/1.1\r\nHost: x\r\n" + fieldsAndBody);
    }

    private static Named<String> chunks(String what, String body) {
        return post(what, "Transfer-Encoding: chunked\r\n\r\n" + body);
    }
}
