package dev.fanfare.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.fake.VirtualTime;
import dev.fanfare.core.node.Node;
import dev.fanfare.model.channel.Publication;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;
import org.slf4j.Logger;

/**
 * A fault that is planted in a class of core or of the simulated engine by a change of its source.
 *
 * @param className the class, such as {@code dev.fanfare.core.hub.LocalChannel}
 * @param right a piece of its source that occurs exactly once
 * @param wrong the replacement
 */
record PlantedFault(String className, String right, String wrong) {
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final Path CORE = Path.of("..", "..", "core").resolve(SOURCES);

    /** A runner of seeds that uses the faulty class, and otherwise the classes of core and the test kit. */
    LongFunction<?> plant(Path directory) throws IOException, ReflectiveOperationException {
        compile(directory);
        var urls = Stream.concat(
                        Stream.of(directory.toUri().toURL()),
                        Stream.of(Node.class, Publication.class, VirtualTime.class, Simulation.class, SeedRun.class)
                                .map(PlantedFault::location))
                .toArray(URL[]::new);
        var loader = new ChildFirstLoader(urls, PlantedFault.class.getClassLoader());
        return (LongFunction<?>) loader.loadClass(SeedRun.class.getName())
                .getDeclaredConstructor()
                .newInstance();
    }

    private void compile(Path directory) throws IOException {
        var file = className.replace('.', '/') + ".java";
        boolean simulated = className.startsWith(Simulation.class.getPackageName());
        var source = Files.readString((simulated ? SOURCES : CORE).resolve(file));
        assertThat(source.split(Pattern.quote(right), -1))
                .as("places of <%s> in %s", right, file)
                .hasSize(2);
        var changed = directory.resolve(file);
        Files.createDirectories(changed.getParent());
        Files.writeString(changed, source.replace(right, wrong));
        var compiler = ToolProvider.getSystemJavaCompiler();
        var output = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            var options = List.of("-proc:none", "-d", directory.toString(), "-classpath", classPath());
            var task = compiler.getTask(output, files, null, options, null, files.getJavaFileObjects(changed));
            assertThat(task.call()).as(output.toString()).isTrue();
        }
    }

    private static String classPath() {
        return Stream.of(
                        Node.class,
                        Publication.class,
                        VirtualTime.class,
                        Simulation.class,
                        NullMarked.class,
                        Logger.class)
                .map(PlantedFault::location)
                .map(PlantedFault::path)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static URL location(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }

    private static String path(URL location) {
        try {
            return Path.of(location.toURI()).toString();
        } catch (URISyntaxException notAFile) {
            throw new IllegalStateException(notAFile);
        }
    }
}
