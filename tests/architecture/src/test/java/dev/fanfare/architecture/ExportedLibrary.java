package dev.fanfare.architecture;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * The libraries as one Java module that exports some of its packages. The compiler rejects the use of all other packages,
 * as it does for libraries with module descriptors. Confined to one thread.
 */
final class ExportedLibrary {
    private static final String MODULE = "dev.fanfare.library";
    private static final List<String> CLASS_PATH =
            List.of(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                    .split(File.pathSeparator));

    private final Path descriptor;
    private final List<String> options;

    /**
     * Creates the module.
     *
     * @param modules the directories of the libraries, such as {@code model}
     * @param exported the exported packages
     * @param directory an empty directory
     */
    ExportedLibrary(Set<String> modules, Set<String> exported, Path directory) throws IOException {
        descriptor = directory;
        var libraries = MODULE + "=" + classPath(entry -> modules.contains(moduleOf(entry)));
        var others = classPath(entry -> moduleOf(entry).isEmpty());
        options = List.of("--class-path", others, "--patch-module", libraries, "--add-reads", MODULE + "=ALL-UNNAMED");
        var exports = exported.stream().map(name -> " exports " + name + ";").collect(Collectors.joining());
        var source = Files.writeString(
                directory.resolve("module-info.java"),
                "module " + MODULE + " { requires transitive java.se;" + exports + " }");
        var errors = compile(Stream.of(), List.of(source), directory);
        if (!errors.isEmpty()) {
            throw new IllegalStateException("the module of the exported packages does not compile: " + errors);
        }
    }

    /** Compiles sources that use the module. Returns the errors; empty if there are none. */
    String compile(Collection<Path> sources, Path output) throws IOException {
        return compile(Stream.of("--module-path", descriptor.toString(), "--add-modules", MODULE), sources, output);
    }

    private String compile(Stream<String> more, Collection<Path> sources, Path output) throws IOException {
        var all = Stream.of(Stream.of("-proc:none", "-nowarn", "-d", output.toString()), options.stream(), more)
                .flatMap(each -> each)
                .toList();
        var errors = new StringWriter();
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            var units = files.getJavaFileObjectsFromPaths(sources);
            return compiler.getTask(errors, files, null, all, null, units).call() ? "" : errors.toString();
        }
    }

    private static String classPath(Predicate<String> included) {
        return CLASS_PATH.stream().filter(included).collect(Collectors.joining(File.pathSeparator));
    }

    /**
     * The directory of the module that an entry of the class path belongs to, also for its test jar; empty for an entry of
     * another project.
     */
    private static String moduleOf(String entry) {
        var path = Path.of(entry).toAbsolutePath();
        return path.startsWith(SourceTree.ROOT)
                ? SourceTree.ROOT
                        .relativize(path)
                        .toString()
                        .replaceFirst("/target/(classes|test-classes|.*\\.jar)$", "")
                : "";
    }
}
