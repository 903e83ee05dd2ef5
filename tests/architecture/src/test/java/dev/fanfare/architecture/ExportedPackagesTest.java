package dev.fanfare.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Applications need exported packages only: the examples, the code in the docs and the sample projects compile against them. */
class ExportedPackagesTest {
    /** The packages that applications may import; all other packages may change at any time. */
    static final Set<String> EXPORTED = Set.of(
            "dev.fanfare.app",
            "dev.fanfare.app.jwt",
            "dev.fanfare.app.security",
            "dev.fanfare.model.access",
            "dev.fanfare.model.channel",
            "dev.fanfare.model.client",
            "dev.fanfare.model.http",
            "dev.fanfare.model.monitoring",
            "dev.fanfare.engine.redis",
            "dev.fanfare.engine.redis.connection",
            "dev.fanfare.engine.redis.server", // in the test jar: the Redis server that the tests of examples start
            "dev.fanfare.protocol.centrifuge",
            "dev.fanfare.protocol.centrifuge.settings",
            "dev.fanfare.metrics",
            "dev.fanfare.spring",
            "dev.fanfare.spring.security",
            "dev.fanfare.spring.test",
            "dev.fanfare.transport.netty",
            "dev.fanfare.testkit.app",
            "dev.fanfare.testkit.client",
            "dev.fanfare.testkit.memory");

    /** The library modules by directory. */
    private static final Map<String, String> MODULES = Map.of(
            "model", "dev.fanfare.model",
            "core", "dev.fanfare.core",
            "app", "dev.fanfare.app",
            "transport-netty", "dev.fanfare.transport.netty",
            "engine-redis", "dev.fanfare.engine.redis",
            "protocol-centrifuge", "dev.fanfare.protocol.centrifuge",
            "protocol-centrifuge-protobuf", "dev.fanfare.protocol.centrifuge.protobuf",
            "metrics-micrometer", "dev.fanfare.metrics",
            "spring-boot-starter", "dev.fanfare.spring",
            "testkit", "dev.fanfare.testkit");

    /** The sources in examples whose regions are shown in the docs. */
    private static final List<String> IN_DOCS = List.of(
            "Lobby.java",
            "LobbyTest.java",
            "RecipesTest.java",
            "StreamingTest.java",
            "FromPythonTest.java",
            "CentrifugeTest.java",
            "RedisPushTest.java");

    @Test
    void applications_compileAgainstExportedPackages(@TempDir Path module, @TempDir Path output) throws IOException {
        var sources = applicationSources();

        assertThat(sources)
                .extracting(source -> source.getFileName().toString())
                .containsAll(IN_DOCS)
                .contains("Broadcast.java", "SpringShop.java", "ExampleBackend.java", "OrderDeskTest.java");
        assertThat(new ExportedLibrary(MODULES.keySet(), EXPORTED, module).compile(sources, output))
                .isEmpty();
    }

    @Test
    void useOfAnInternalPackage_doesNotCompile(@TempDir Path module, @TempDir Path output) throws IOException {
        var source = Files.writeString(output.resolve("Intruder.java"), """
                import dev.fanfare.app.FanfareSettings;

                class Intruder {
                    Object settings = FanfareSettings.DEFAULTS.node().session();
                }
                """);

        assertThat(new ExportedLibrary(MODULES.keySet(), EXPORTED, module).compile(List.of(source), output))
                .contains("package dev.fanfare.core.node is not accessible");
    }

    private static List<Path> applicationSources() {
        return SourceTree.ALL.stream()
                .map(SourceTree.Source::path)
                .filter(path -> isOfAnApplication(SourceTree.ROOT.relativize(path)))
                .toList();
    }

    private static boolean isOfAnApplication(Path path) {
        return path.startsWith("examples/src/main")
                || path.startsWith("tests/embedding")
                || path.startsWith("tests/architecture/src/test/java/dev/fanfare/architecture/sample")
                || path.endsWith("ExampleBackend.java")
                || (path.startsWith("examples/src/test")
                        && IN_DOCS.contains(path.getFileName().toString()));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void library_namesItsModule(String directory, String module) throws Exception {
        var pom = Files.readString(SourceTree.ROOT.resolve(directory).resolve("pom.xml"));

        assertThat(pom).contains("<module.name>" + module + "</module.name>");
    }

    static Stream<Arguments> modules() {
        return MODULES.entrySet().stream().map(module -> Arguments.arguments(module.getKey(), module.getValue()));
    }
}
