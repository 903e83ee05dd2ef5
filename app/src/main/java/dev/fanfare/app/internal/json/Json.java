package dev.fanfare.app.internal.json;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads and writes JSON, with one mapper per process. Thread-safe.
 *
 * <p>Reading is strict: a missing or null component is an error unless its type is {@link java.util.Optional}, and values are not
 * converted between texts, numbers and integers. Unknown fields are ignored.
 */
public final class Json {
    /** The maximum length of field names, because the parsers keep thousands of them for reuse, whatever their length. */
    public static final int MAX_NAME_LENGTH = 1024;

    /**
     * Loads the library on a platform thread. The first use of its classes takes hundreds of milliseconds. Virtual
     * threads that load the classes, or wait for their initialization, would occupy their carrier threads during this
     * time.
     */
    private static final CompletableFuture<JsonCodec> LOADING = CompletableFuture.supplyAsync(
            Json::loaded,
            task -> Thread.ofPlatform().daemon().name("fanfare-json").start(task));

    /** The codec with the mapper of the application; null for the default. */
    private static volatile @Nullable JsonCodec chosen;

    private record Sample(String text, int number, List<String> texts) {}

    private Json() {}

    /** Starts to load the library, unless it is loaded. Returns a stage that completes when the library is loaded. */
    public static CompletableFuture<?> load() {
        return LOADING;
    }

    private static JsonCodec loaded() {
        var codec = JsonCodec.of(new JsonMapper());
        codec.read(codec.write(new Sample("text", 1, List.of("text"))), Sample.class);
        return codec;
    }

    /** Uses the modules, formats and names of this mapper from now on. Reading stays strict. */
    public static void use(JsonMapper mapper) {
        chosen = JsonCodec.of(mapper);
    }

    private static JsonCodec codec() {
        var codec = chosen;
        return codec == null ? LOADING.join() : codec;
    }

    /**
     * Reads a value.
     *
     * @throws InvalidJsonException if the bytes are not JSON, or do not match the type
     */
    public static <T> T read(byte[] json, Class<T> type) {
        return codec().read(json, type);
    }

    /**
     * Writes a value. Elements of a sealed type in a list or map get their {@code type} property only if the list or map is a component
     * of a record, because the element type is unknown otherwise.
     *
     * @throws IllegalArgumentException if the value cannot be written as JSON
     */
    public static byte[] write(Object value) {
        return codec().write(value);
    }
}
