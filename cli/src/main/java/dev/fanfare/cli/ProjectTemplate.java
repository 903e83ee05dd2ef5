package dev.fanfare.cli;

import dev.fanfare.app.Fanfare;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;

/** A project that {@code fanfare new} creates. The files are resources, with {@code @name@} in place of what differs. */
enum ProjectTemplate {
    /** An application that embeds Fanfare: chat rooms with a page. */
    CHAT,
    /** A backend next to the push server: tokens, publications through the HTTP API, and a page. */
    PUSH,
    /** A Spring Boot application whose pages show what a controller publishes. */
    SPRING;

    private static final String BROWSER_CLIENT = "fanfare.js";
    private static final int SECRET_BYTES = 32;
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
        var build = "mvn verify";
        var start = "java -jar target/" + name + ".jar";
        return switch (this) {
            case CHAT, SPRING -> List.of(build, start);
            case PUSH -> List.of(build, "fanfare serve --config fanfare.yml", start + "    # in a second terminal");
        };
    }

    /** Creates the files in a directory that is empty or does not exist, and returns them. */
    List<Path> create(Path directory, String name, String packageName) throws IOException {
        var path = packageName.replace('.', '/');
        var values = versions();
        values.put("name", name);
        values.put("package", packageName);
        values.put("api.key", secret());
        values.put("token.secret", secret());
        var created = new ArrayList<Path>();
        for (var file : files()) {
            var text = new String(read(file.replace("@path@/", "")), StandardCharsets.UTF_8);
            for (var value : values.stringPropertyNames()) {
                text = text.replace("@" + value + "@", values.getProperty(value));
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
            case PUSH ->
                List.of(
                        "pom.xml",
                        "README.md",
                        "gitignore",
                        "fanfare.yml",
                        "backend.properties",
                        "src/main/java/@path@/Backend.java",
                        "src/main/java/@path@/PushServer.java",
                        "src/main/java/@path@/Settings.java",
                        "src/main/resources/@path@/index.html",
                        "src/main/resources/@path@/" + BROWSER_CLIENT,
                        "src/test/java/@path@/BackendTest.java");
            case SPRING ->
                List.of(
                        "pom.xml",
                        "README.md",
                        "gitignore",
                        "src/main/java/@path@/Application.java",
                        "src/main/java/@path@/NewsController.java",
                        "src/main/resources/application.yml",
                        "src/main/resources/static/index.html",
                        "src/main/resources/static/" + BROWSER_CLIENT,
                        "src/test/java/@path@/NewsTest.java");
        };
    }

    private static Path write(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
    }

    private byte[] read(String file) throws IOException {
        if (file.endsWith(BROWSER_CLIENT)) {
            return read(Fanfare.class, BROWSER_CLIENT);
        }
        return read(ProjectTemplate.class, "project/" + this + "/" + file);
    }

    private static byte[] read(Class<?> owner, String name) throws IOException {
        try (var resource = owner.getResourceAsStream(name)) {
            if (resource == null) {
                throw new IllegalStateException("the program does not contain " + name);
            }
            return resource.readAllBytes();
        }
    }

    private static String secret() {
        var bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
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
