package dev.fanfare.server;

import dev.fanfare.server.config.ServerConfig;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** Digests of the sections of a configuration, with which nodes are compared. Stateless. Secrets are not part of them. */
final class ConfigDigests {
    private static final int BYTES = 4;

    private ConfigDigests() {}

    static Map<String, String> of(ServerConfig config) {
        var digests = new TreeMap<String, String>();
        for (var section : ServerConfig.class.getRecordComponents()) {
            digests.put(section.getName(), digest(String.valueOf(value(config, section))));
        }
        return digests;
    }

    private static Object value(ServerConfig config, RecordComponent section) {
        try {
            return section.getAccessor().invoke(config);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String digest(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, BYTES);
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }
}
