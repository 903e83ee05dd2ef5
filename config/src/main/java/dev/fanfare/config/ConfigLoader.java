package dev.fanfare.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Loads a configuration into a record. Flags override environment variables, which override the file, which overrides the defaults.
 * Thread-safe.
 *
 * @param <T> a record type whose components have an {@link Option} each
 */
public final class ConfigLoader<T extends Record> {
    private static final long MAX_BYTES = 1024 * 1024;
    private static final String UNNAMED = "configuration";

    private final Class<T> type;
    private final Schema.Group schema;

    /**
     * An option whose value differs between two configurations.
     *
     * @param reloadable whether the change takes effect without a restart
     */
    public record OptionChange(String path, boolean reloadable) {}

    public ConfigLoader(Class<T> type) {
        this.type = type;
        this.schema = Schema.Group.of(type);
    }

    /**
     * Loads a file.
     *
     * @param environment the environment; variables with the prefix FANFARE_ are used
     * @param flags values by the path of their option, for example {@code client.ping-interval}
     * @throws ConfigException if the configuration is invalid; contains all problems
     */
    public T load(Path file, Map<String, String> environment, Map<String, String> flags) {
        var source = file.toString();
        try {
            limit(source, Files.size(file));
            return load(source, Files.readString(file), environment, flags);
        } catch (NoSuchFileException missing) {
            throw unreadable(source, "file not found");
        } catch (CharacterCodingException broken) {
            throw unreadable(source, "must be encoded in UTF-8");
        } catch (IOException broken) {
            throw unreadable(source, "cannot be read: " + broken.getMessage());
        }
    }

    /** Loads the text of a file; an empty text yields the defaults. See {@link #load(Path, Map, Map)}. */
    public T load(String yaml, Map<String, String> environment, Map<String, String> flags) {
        limit(UNNAMED, yaml.length());
        return load(UNNAMED, yaml, environment, flags);
    }

    /** All options with their defaults and descriptions, as YAML. */
    public String defaults() {
        return OptionDocs.defaults(schema);
    }

    /** All options as Markdown: a section with a table for each top-level group. */
    public String reference() {
        return OptionDocs.reference(schema);
    }

    /** The options that differ, in the order of their declaration. A list or map is compared as a whole. */
    public List<OptionChange> changes(T before, T after) {
        var changes = new ArrayList<OptionChange>();
        schema.eachChange("", before, after, false, changes);
        return List.copyOf(changes);
    }

    private T load(String source, String yaml, Map<String, String> environment, Map<String, String> flags) {
        var problems = new Problems();
        var location = new Value.Location(source, 0);
        var root = YamlTree.parse(source, yaml, problems);
        if (root == null) {
            problems.throwIfAny();
        }
        if (root == null || root.isEmpty()) {
            root = new Value.Mapping(new LinkedHashMap<>(), location);
        }
        problems.locate("", root.location());
        var overrides = new OptionOverrides(schema, root, problems);
        overrides.environment(environment);
        overrides.flags(flags);
        var bound = new Binder(schema, problems).group(schema, root, "");
        problems.throwIfAny();
        return type.cast(bound);
    }

    private static void limit(String source, long size) {
        if (size > MAX_BYTES) {
            throw unreadable(source, "must not be larger than " + MAX_BYTES + " bytes, got " + size);
        }
    }

    private static ConfigException unreadable(String source, String message) {
        return new ConfigException(List.of(new ConfigException.Problem(source, 0, "", message)));
    }
}
