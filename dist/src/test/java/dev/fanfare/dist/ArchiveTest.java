package dev.fanfare.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** What the archive contains. */
@Tag("full")
class ArchiveTest {
    private static final Pattern VERSION = Pattern.compile("-\\d[^/]*\\.jar$");

    private static final String THIRD_PARTY = "licenses/THIRD-PARTY.txt";

    private FileSystem zip;
    private Path root;

    @BeforeEach
    void open() throws IOException {
        zip = Archive.open();
        root = Archive.only(zip.getPath("/"), "fanfare-*");
    }

    @AfterEach
    void close() throws IOException {
        zip.close();
    }

    @Test
    void everythingIsInOneDirectoryWithTheVersion() throws IOException {
        assertThat(Archive.names(zip.getPath("/"))).hasSize(1);
        assertThat(Archive.ZIP.getFileName()).hasToString(root.getFileName() + ".zip");
        assertThat(Archive.names(root))
                .containsExactly("LICENSE", "README.md", "bin", "completion", "conf", "lib", "licenses", "systemd");
    }

    @Test
    void onlyTheLauncherIsExecutable() throws IOException {
        try (var files = Files.walk(root)) {
            for (var file : files.toList()) {
                boolean executable = Files.isDirectory(file) || file.endsWith("bin/fanfare");
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as(file.toString())
                        .isEqualTo(executable ? "rwxr-xr-x" : "rw-r--r--");
            }
        }
    }

    @Test
    void launcher_isThatOfTheCheckout() throws IOException {
        assertThat(Files.readString(root.resolve("bin/fanfare"))).isEqualTo(Files.readString(Path.of("../fanfare")));
    }

    @Test
    void libraries_areThoseOfTheProgramWithoutTests() throws IOException {
        assertThat(libraries())
                .contains("fanfare-cli", "fanfare-server", "netty-transport", "lettuce-core", "logback-classic")
                .doesNotContain("embedded-redis", "jedis", "junit-jupiter", "fanfare-testkit");
    }

    @Test
    void eachLibraryHasItsLicence() throws IOException {
        assertThat(named(THIRD_PARTY, Pattern.compile("(?m)^[^: ]+:([^: ]+):\\S+ \\(")))
                .containsExactlyInAnyOrderElementsOf(libraries().stream()
                        .filter(name -> !name.startsWith("fanfare-"))
                        .toList());
    }

    @Test
    void eachLicenceHasItsText() throws IOException {
        var choices = named(THIRD_PARTY, Pattern.compile("(?m)^\\S+:\\S+ \\(([^()]+)\\)"));

        assertThat(choices)
                .contains("Apache-2.0", "EPL-2.0 or LGPL-2.1")
                .allMatch(choice -> Stream.of(choice.split(" or ", -1)).anyMatch(this::hasText), "has a text");
    }

    private boolean hasText(String licence) {
        return licence.equals("Apache-2.0") || Files.exists(root.resolve("licenses/" + licence + ".txt"));
    }

    @Test
    @DisabledIfSystemProperty(
            named = "tests.maven",
            matches = "offline=true",
            disabledReason = "cyclonedx requires Maven online")
    void eachLibraryIsInTheBillOfMaterials() throws IOException {
        assertThat(named("licenses/sbom.json", Pattern.compile("\"purl\" : \"pkg:maven/[^/]+/([^@]+)@")))
                .containsAll(libraries());
    }

    @Test
    void secondAssembly_isIdentical() throws IOException {
        for (var archive : List.of(Archive.TAR, Archive.ZIP)) {
            var again = Path.of("target/again").resolve(archive.getFileName());
            assertThat(Files.mismatch(archive, again)).as(archive.toString()).isEqualTo(-1);
        }
    }

    private List<String> named(String file, Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(root.resolve(file)))
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();
    }

    /** The names of the libraries, without their versions and classifiers. */
    private List<String> libraries() throws IOException {
        return Archive.names(root.resolve("lib")).stream()
                .map(name -> VERSION.matcher(name).replaceFirst(""))
                .distinct()
                .toList();
    }
}
