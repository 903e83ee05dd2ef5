package dev.fanfare.spring.autoconfigure;

import java.lang.module.ModuleDescriptor.Version;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.util.ClassUtils;

/**
 * The versions of the libraries that an application may manage itself. Immutable.
 *
 * @param versions the versions by library, as in {@link #SUPPORTED}
 */
record LibraryVersions(Map<String, String> versions) {
    /** A library, the property by which Spring Boot manages its version, and a class of it. */
    private record Library(String name, String minimum, String property, String type) {}

    /** The oldest versions that this module is tested with: those that Spring Boot 4.0.7 manages. */
    private static final List<Library> SUPPORTED = List.of(
            new Library("Netty", "4.2.15.Final", "netty.version", "io.netty.channel.Channel"),
            new Library("Lettuce", "6.8.2.RELEASE", "lettuce.version", "io.lettuce.core.RedisClient"),
            new Library("Micrometer", "1.16.6", "micrometer.version", "io.micrometer.core.instrument.MeterRegistry"));

    /** Reads the versions from the manifests; a library that is absent, or in an archive without a manifest, has none. */
    static LibraryVersions onClassPath() {
        var loader = LibraryVersions.class.getClassLoader();
        var found = new LinkedHashMap<String, String>();
        for (var library : SUPPORTED) {
            if (ClassUtils.isPresent(library.type, loader)) {
                var version = ClassUtils.resolveClassName(library.type, loader)
                        .getPackage()
                        .getImplementationVersion();
                if (version != null) {
                    found.put(library.name, version.split("/", 2)[0]);
                }
            }
        }
        return new LibraryVersions(found);
    }

    /** @throws UnsupportedVersionException if one is older than supported */
    void requireSupported() {
        var old = SUPPORTED.stream().filter(this::isOld).toList();
        if (!old.isEmpty()) {
            throw new UnsupportedVersionException(
                    old.stream()
                            .map(library -> library.name + " must be " + library.minimum + " or newer, got "
                                    + versions.get(library.name))
                            .toList(),
                    old.stream()
                            .map(library ->
                                    "<" + library.property + ">" + library.minimum + "</" + library.property + ">")
                            .collect(Collectors.joining(
                                    " ",
                                    "Use Spring Boot 4.0.7 or newer, which manages these versions, and remove overrides; or set ",
                                    " in the properties of the POM.")));
        }
    }

    private boolean isOld(Library library) {
        var version = versions.get(library.name);
        return version != null
                && Version.parse(numbers(version)).compareTo(Version.parse(numbers(library.minimum))) < 0;
    }

    /** The version without a suffix such as {@code .Final}, which is not comparable. */
    private static String numbers(String version) {
        return version.replaceFirst("[^0-9.].*$", "").replaceFirst("\\.+$", "");
    }
}
