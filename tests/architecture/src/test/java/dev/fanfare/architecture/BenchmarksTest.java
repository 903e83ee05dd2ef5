package dev.fanfare.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The benchmark suite, which no build compiles: the layout of the peers and the length of the lines. */
class BenchmarksTest {
    private static final Path BENCHMARKS = SourceTree.ROOT.resolve("benchmarks");
    private static final int MAX_LINE = 120;

    @Test
    void peers_haveManifests() throws IOException {
        var peers = list(BENCHMARKS.resolve("peers"), Files::isDirectory);

        assertThat(peers)
                .hasSizeGreaterThan(10)
                .allSatisfy(peer -> assertThat(Files.readString(peer.resolve("peer.toml")))
                        .contains("name = ", "kind = ", "about = ", "path = "));
    }

    @Test
    void scripts_haveShortLines() throws IOException {
        var scripts = Stream.of(BENCHMARKS, BENCHMARKS.resolve("subjects"))
                .flatMap(directory -> list(directory, file -> file.toString().endsWith(".py")).stream())
                .toList();

        assertThat(scripts).hasSizeGreaterThan(10);
        for (var script : scripts) {
            var tooLong = Files.readAllLines(script).stream().filter(line -> line.length() > MAX_LINE);
            assertThat(tooLong).as(script.toString()).isEmpty();
        }
    }

    private static List<Path> list(Path directory, Predicate<Path> wanted) {
        try (var entries = Files.list(directory)) {
            return entries.filter(wanted).toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
