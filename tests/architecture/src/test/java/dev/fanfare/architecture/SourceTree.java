package dev.fanfare.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Java sources of all modules, as text. */
final class SourceTree {
    /** A source file and its lines. */
    record Source(Path path, List<String> lines) {
        boolean isMain() {
            return path.toString().contains("/src/main/java/");
        }

        /** The lines in which the pattern occurs, with their place. */
        Stream<Line> find(Pattern pattern) {
            return Stream.iterate(0, number -> number < lines.size(), number -> number + 1)
                    .filter(number -> pattern.matcher(lines.get(number)).find())
                    .map(number -> new Line(path, number + 1, lines.get(number)));
        }
    }

    /** A line that was found. */
    record Line(Path path, int number, String text) {
        @Override
        public String toString() {
            return path + ":" + number + ": " + text.strip();
        }
    }

    private static final Pattern BUILT = Pattern.compile("target|generated-.*|node_modules|\\.git");

    static final Path ROOT = root();
    static final List<Source> ALL = read(ROOT);

    private SourceTree() {}

    /** All lines of all sources in which the pattern occurs. */
    static List<Line> find(Pattern pattern) {
        return ALL.stream().flatMap(source -> source.find(pattern)).toList();
    }

    /** A file of the checkout, such as {@code docs/testing.md}. */
    static String text(String path) {
        try {
            return Files.readString(ROOT.resolve(path));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Path root() {
        var directory = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(directory.resolve("ARCHITECTURE.md"))) {
            directory = directory.getParent();
            if (directory == null) {
                throw new IllegalStateException(
                        "no checkout above " + Path.of("").toAbsolutePath());
            }
        }
        return directory;
    }

    /** Skips the output of builds, because modules that are built at the same time create and delete it. */
    private static List<Source> read(Path root) {
        var sources = new ArrayList<Source>();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    return BUILT.matcher(directory.getFileName().toString()).matches() && !directory.equals(root)
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (file.toString().endsWith(".java")) {
                        sources.add(readFile(file));
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return List.copyOf(sources);
    }

    private static Source readFile(Path file) {
        try {
            return new Source(file, Files.readAllLines(file));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
