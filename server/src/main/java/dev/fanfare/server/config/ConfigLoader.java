package dev.fanfare.server.config;

import dev.fanfare.config.ConfigException;
import dev.fanfare.config.Loading;
import dev.fanfare.config.Problem;
import dev.fanfare.config.ValueOrigin;
import dev.fanfare.config.value.ByteSize;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reads a configuration: a flag goes before a variable of the environment, that before the file, that before defaults. */
public final class ConfigLoader {
    private static final long MAX_BYTES = 1024 * 1024;
    private static final String UNNAMED = "configuration";

    private ConfigLoader() {}

    /**
     * The configuration of a file.
     *
     * @param environment of which variables that start with FANFARE_ are taken
     * @param flags paths of options, as {@code client.ping-interval}, with texts
     * @throws ConfigException with all that is wrong
     */
    public static ServerConfig load(Path file, Map<String, String> environment, Map<String, String> flags) {
        return load(file.toString(), read(file), environment, flags);
    }

    /** The same from the text of a file; an empty text gives the defaults. */
    public static ServerConfig load(String yaml, Map<String, String> environment, Map<String, String> flags) {
        if (yaml.length() > MAX_BYTES) {
            throw unreadable(UNNAMED, "must be at most 1MiB; it is " + new ByteSize(yaml.length()));
        }
        return load(UNNAMED, yaml, environment, flags);
    }

    private static ServerConfig load(
            String source, String yaml, Map<String, String> environment, Map<String, String> flags) {
        var loading = new Loading<>(ServerConfig.class);
        if (!loading.yaml(source, yaml)) {
            throw new ConfigException(loading.problems().all());
        }
        loading.environment(environment);
        loading.flags(flags);
        var config = loading.bind();
        var problems = loading.problems().all();
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return config;
    }

    private static String read(Path file) {
        try {
            var size = Files.size(file);
            if (size > MAX_BYTES) {
                throw unreadable(file.toString(), "must be at most 1MiB; it is " + new ByteSize(size));
            }
            return Files.readString(file);
        } catch (NoSuchFileException missing) {
            throw unreadable(file.toString(), "there is no such file");
        } catch (CharacterCodingException broken) {
            throw unreadable(file.toString(), "must be text in UTF-8");
        } catch (IOException broken) {
            throw unreadable(file.toString(), "can't be read: " + broken.getMessage());
        }
    }

    private static ConfigException unreadable(String source, String message) {
        return new ConfigException(List.of(new Problem(new ValueOrigin(source, 0), "", "", message)));
    }
}
