package dev.fanfare.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;

/** A project that {@code fanfare new} creates. The files are resources, with {@code @name@} in place of what differs. */
enum ProjectTemplate {
    /** An application that embeds Fanfare: chat rooms with a page. */
    CHAT;

    private static final Pattern ARTIFACT_ID = Pattern.compile("[a-z][a-z0-9._-]{0,99}");
    private static final Pattern NOT_IN_PACKAGE = Pattern.compile("[^a-z0-9]+");

    /** Returns whether the name can be used as an artifact identifier and as a file name. */
    static boolean isArtifactId(String name) {
        return ARTIFACT_ID.matcher(name).matches();
    }

    /** Returns whether the name is a package that Java code can declare. */
    static boolean isPackage(String name) {
        return SourceVersion.isName(name, SourceVersion.latest());
    }

    /** Returns the package of an artifact: {@code com.example} and its letters and digits. */
    static String defaultPackage(String artifactId) {
        var last = NOT_IN_PACKAGE.matcher(artifactId).replaceAll("");
        return "com.example." + (SourceVersion.isKeyword(last) ? last + "app" : last);
    }

    /** Returns the name on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the commands that test and start the project. */
    List<String> steps(String name) {
        return List.of("mvn verify", "java -jar target/" + name + ".jar");
    }

    /** Creates the files in a directory that is empty or does not exist, and returns them. */
    List<Path> create(Path directory, String name, String packageName) throws IOException {
        var path = packageName.replace('.', '/');
        var versions = versions();
        var created = new ArrayList<Path>();
        for (var file : files()) {
            var text = new String(read(file.replace("@path@/", "")), StandardCharsets.UTF_8)
                    .replace("@name@", name)
                    .replace("@package@", packageName);
            for (var version : versions.stringPropertyNames()) {
                text = text.replace("@" + version + "@", versions.getProperty(version));
            }
            var target = directory.resolve(file.equals("gitignore") ? ".gitignore" : file.replace("@path@", path));
            created.add(write(target, text.getBytes(StandardCharsets.UTF_8)));
        }
        return created;
    }

    private List<String> files() {
        return switch (this) {
            case CHAT ->
                List.of(
                        "pom.xml",
                        "README.md",
                        "gitignore",
                        "src/main/java/@path@/ChatServer.java",
                        "src/main/resources/@path@/index.html",
                        "src/main/resources/logback.xml",
                        "src/test/java/@path@/ChatServerTest.java");
        };
    }

    private static Path write(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
    }

    private byte[] read(String file) throws IOException {
        var name = "project/" + this + "/" + file;
        try (var resource = ProjectTemplate.class.getResourceAsStream(name)) {
            if (resource == null) {
                throw new IllegalStateException("the program does not contain " + name);
            }
            return resource.readAllBytes();
        }
    }

    /** The versions of the libraries, which the build writes. */
    private static Properties versions() {
        var versions = new Properties();
        try (var file = ProjectTemplate.class.getResourceAsStream("project/versions.properties")) {
            versions.load(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return versions;
    }
}
