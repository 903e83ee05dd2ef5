package dev.fanfare.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.model.http.FilePart;
import dev.fanfare.model.http.Headers;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.testkit.client.RawHttp;
import dev.fanfare.testkit.client.RawSocket;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The memory that responses need while clients do not read them. */
@Isolated("It measures the direct memory of the whole virtual machine")
class SlowReadersTest {
    @TempDir
    private Path directory;

    @Test
    void slowReaders_ofLargeBodies_holdLittleMemory() throws IOException {
        int size = 64 << 20;
        var file = directory.resolve("file");
        try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(size);
        }
        var large = HttpResponse.of(200, Headers.empty(), new byte[size]);
        var region = HttpResponse.file(200, Headers.empty(), new FilePart(file, 0, size));
        long before = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
        try (var server = TestServer.start(
                        exchange -> exchange.respond(exchange.request().path().equals("/array") ? large : region));
                var first = RawHttp.over(RawSocket.connect(server.address(), 4096));
                var second = RawHttp.over(RawSocket.connect(server.address(), 4096));
                var other = server.connect()) {
            first.send(RawHttp.request("GET /array"));
            second.send(RawHttp.request("GET /file"));
            assertThat(first.readHead().status()).isEqualTo(200);
            assertThat(second.readHead().status()).isEqualTo(200);
            // The only loop has written what the sockets accept.
            other.send(RawHttp.request("HEAD /file"));
            assertThat(other.readHead().status()).isEqualTo(200);

            assertThat(PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory() - before)
                    .isLessThan(size / 2);
        }
    }
}
