package dev.fanfare.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Creates a project from a template. */
@Command(
        name = "new",
        description = "Creates a Maven project with code, a page and tests.",
        mixinStandardHelpOptions = true)
final class NewCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "TEMPLATE", description = "One of: ${COMPLETION-CANDIDATES}.")
    private ProjectTemplate template;

    @Parameters(
            index = "1",
            paramLabel = "DIRECTORY",
            description = "Directory to create. Its name becomes the name of the artifact.")
    private Path directory;

    @Option(
            names = "--package",
            paramLabel = "PACKAGE",
            description = "Java package of the code. Default: com.example and the name of the directory.")
    private @Nullable String packageName;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var root = directory.toAbsolutePath().normalize();
        var name = String.valueOf(root.getFileName());
        if (!ProjectTemplate.isArtifactId(name)) {
            throw invalid("'" + name
                    + "' cannot be the name of an artifact: use lower-case letters, digits, '-', '.' and '_',"
                    + " beginning with a letter");
        }
        var code = packageName == null ? ProjectTemplate.defaultPackage(name) : packageName;
        if (!ProjectTemplate.isPackage(code)) {
            throw invalid("'" + code + "' is not a valid package: choose another one with --package");
        }
        if (Files.exists(root) && !isEmptyDirectory(root)) {
            throw invalid(root + " exists and is not an empty directory");
        }
        var created = template.create(root, name, code);
        var out = spec.commandLine().getOut();
        created.forEach(file -> out.println("created " + root.relativize(file)));
        out.println();
        out.println("    cd " + directory);
        template.steps(name).forEach(step -> out.println("    " + step));
        out.flush();
        return 0;
    }

    private static boolean isEmptyDirectory(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return false;
        }
        try (var files = Files.list(path)) {
            return files.findAny().isEmpty();
        }
    }

    private ParameterException invalid(String problem) {
        return new ParameterException(spec.commandLine(), problem);
    }
}
