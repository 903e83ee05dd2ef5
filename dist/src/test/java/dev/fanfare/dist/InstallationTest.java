package dev.fanfare.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The unpacked archive as an operator uses it. */
@Tag("full")
@EnabledOnOs(OS.LINUX)
class InstallationTest {
    private static final String SYSTEMD_ANALYZE = "/usr/bin/systemd-analyze";

    /** In tenths. Of the settings that are missing, a network server or the JVM needs most. */
    private static final int MAX_EXPOSURE = 15;

    private static final int DATE_OF_FIRST_ENTRY = 12;
    private static final String SERVER = "dev.fanfare.server.PushServer source: ";
    private static final String FROM_JARS = SERVER + "file:";
    private static final String FROM_CACHE = SERVER + "shared objects file";

    @TempDir
    private Path directory;

    private Installation installation;

    @BeforeEach
    void unpack() throws IOException, InterruptedException {
        installation = new Installation(directory, Archive.TAR);
    }

    @Test
    void cacheIsUsedAfterWarm_andIgnoredForAnotherBuild() throws IOException, InterruptedException {
        var caches = directory.resolve("a cache");
        installation.with("CACHE_DIRECTORY", caches.toString()).with("FANFARE_CLIENT_CONNECTION_LIMIT", "1");
        assertThat(installation.serve()).contains(FROM_JARS);

        assertThat(installation.run("warm", "--rounds", "2"))
                .as(installation.output())
                .isZero();
        assertThat(Archive.names(caches)).hasSize(1);
        assertThat(installation.serve()).contains(FROM_CACHE);

        assertThat(installation.run("warm", "--if-absent")).isZero();
        assertThat(installation.output()).isEmpty();

        changeAByte(Archive.only(installation.root.resolve("lib"), "fanfare-model-*.jar"));
        assertThat(installation.serve()).contains(FROM_JARS);
    }

    @Test
    void withoutAPlaceForTheCache_serveStartsAndWarmExplains() throws IOException, InterruptedException {
        assertThat(installation.serve()).contains(FROM_JARS);

        assertThat(installation.run("warm")).isEqualTo(1);
        assertThat(installation.output()).contains("set FANFARE_AOT_CACHE");
    }

    @Test
    void linkToTheLauncher_runsTheProgram() throws IOException, InterruptedException {
        var link = Files.createSymbolicLink(directory.resolve("fanfare"), installation.root.resolve("bin/fanfare"));

        assertThat(installation.run(link, "config", "check"))
                .as(installation.output())
                .isZero();
    }

    @Test
    void exampleWithRedis_withoutServer_explains() throws IOException, InterruptedException {
        assertThat(installation.run("example", "redis-push", "--redis", "redis://127.0.0.1:1"))
                .isEqualTo(1);
        assertThat(installation.output()).contains("does not contain the embedded Redis");
    }

    @Test
    @EnabledIf("systemdIsInstalled")
    void unit_isValidAndHardened() throws IOException, InterruptedException {
        var link = Files.createSymbolicLink(directory.resolve("linked"), installation.root);
        var unit = Files.readString(installation.root.resolve("systemd/fanfare.service"));
        var file = Files.writeString(directory.resolve("fanfare.service"), unit.replace("/opt/fanfare/", link + "/"));

        assertThat(analyze("verify", "--man=no", file.toString())).isZero();
        assertThat(analyze("security", "--offline=true", "--threshold=" + MAX_EXPOSURE, file.toString()))
                .isZero();
    }

    private static int analyze(String... arguments) throws IOException, InterruptedException {
        var command =
                Stream.concat(Stream.of(SYSTEMD_ANALYZE), Stream.of(arguments)).toList();
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    static boolean systemdIsInstalled() {
        return Files.isExecutable(Path.of(SYSTEMD_ANALYZE));
    }

    /** Neither the size nor the time of the file changes. The byte is part of the date of the first entry. */
    private static void changeAByte(Path jar) throws IOException {
        var time = Files.getLastModifiedTime(jar);
        var bytes = Files.readAllBytes(jar);
        bytes[DATE_OF_FIRST_ENTRY]++;
        Files.write(jar, bytes);
        Files.setLastModifiedTime(jar, time);
    }
}
