package @package@;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** The address and the secrets of the push server. */
record Settings(URI url, String apiKey, String tokenSecret) {
    /** Reads a file, if it exists. Environment variables override its values. */
    static Settings load(Path file) throws IOException {
        var values = new Properties();
        if (Files.exists(file)) {
            try (var reader = Files.newBufferedReader(file)) {
                values.load(reader);
            }
        }
        values.putAll(System.getenv());
        return new Settings(
                URI.create(required(values, "FANFARE_URL")),
                required(values, "FANFARE_HTTP_API_KEY"),
                required(values, "FANFARE_CLIENT_TOKEN_HMAC_SECRET_KEY"));
    }

    private static String required(Properties values, String name) {
        var value = values.getProperty(name, "");
        if (value.isEmpty()) {
            throw new IllegalStateException("set " + name + " in the environment or in backend.properties");
        }
        return value;
    }
}
