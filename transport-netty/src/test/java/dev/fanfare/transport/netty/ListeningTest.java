package dev.fanfare.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.testkit.client.RawHttp;
import dev.fanfare.transport.netty.loop.IoBackend;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Addresses on which a transport listens. */
class ListeningTest {
    /** Too long for a label of a host name (RFC 1035, 2.3.4), so that no name server is queried. */
    private static final String UNKNOWN_HOST = "no-such-host-".repeat(5);

    @ParameterizedTest
    @EnumSource
    void wildcardOfIpv4_doesNotServeIpv6(IoBackend backend) throws IOException {
        assumeTrue(backend.isAvailable());
        assumeTrue(hasIpv6());
        try (var transport = new NettyTransport(TestServer.settings(backend, TestServer.PATIENT, TestServer.PATIENT))) {
            var bound = transport.listen(
                    new InetSocketAddress("0.0.0.0", 0), exchange -> exchange.respond(HttpResponse.text(200, "ok")));

            assertThat(RawHttp.exchange(
                                    new InetSocketAddress(InetAddress.getLoopbackAddress(), bound.getPort()), "GET /")
                            .text())
                    .isEqualTo("ok");
            assertThatThrownBy(() -> get(new InetSocketAddress(ipv6Loopback(), bound.getPort())))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void unknownHost_isNamedInTheError() {
        try (var transport = new NettyTransport(TestServer.settings(TestServer.PATIENT, TestServer.PATIENT))) {
            var unknown = InetSocketAddress.createUnresolved(UNKNOWN_HOST, 8000);

            assertThatThrownBy(() -> transport.listen(unknown, exchange -> {}))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("cannot listen on " + UNKNOWN_HOST
                            + ":8000: the host is unknown; use an address of this machine");
        }
    }

    private static void get(InetSocketAddress server) throws IOException {
        try (var socket = new Socket(server.getAddress(), server.getPort())) {
            socket.getOutputStream().write(RawHttp.request("GET /").getBytes(StandardCharsets.US_ASCII));
            if (socket.getInputStream().read() == -1) {
                throw new EOFException();
            }
        }
    }

    private static boolean hasIpv6() {
        try (var probe = new ServerSocket(0, 1, ipv6Loopback())) {
            return probe.isBound();
        } catch (IOException unavailable) {
            return false;
        }
    }

    private static InetAddress ipv6Loopback() throws IOException {
        byte[] address = new byte[16];
        address[15] = 1;
        return InetAddress.getByAddress(address);
    }
}
