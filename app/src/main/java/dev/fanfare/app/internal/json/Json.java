package dev.fanfare.app.internal.json;

import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/**
 * Reads and writes JSON. Stateless.
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
    private static final CompletableFuture<JsonMapper> LOADING = CompletableFuture.supplyAsync(
            Json::loaded,
            task -> Thread.ofPlatform().daemon().name("fanfare-json").start(task));

    private record Sample(String text, int number, List<String> texts) {}

    private Json() {}

    /** Starts to load the library, unless it is loaded. Returns a stage that completes when the library is loaded. */
    public static CompletableFuture<?> load() {
        return LOADING;
    }

    private static JsonMapper loaded() {
        var mapper = mapper();
        var sample = new Sample("text", 1, List.of("text"));
        mapper.readValue(mapper.writeValueAsBytes(sample), Sample.class);
        return mapper;
    }

    private static JsonMapper mapper() {
        return JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxNameLength(MAX_NAME_LENGTH)
                                .build())
                        .build())
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .changeDefaultNullHandling(nulls -> nulls.withContentNulls(Nulls.FAIL))
                .annotationIntrospector(new SealedTypes())
                .withCoercionConfig(LogicalType.Textual, texts -> {
                    for (var shape :
                            List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)) {
                        texts.setCoercion(shape, CoercionAction.Fail);
                    }
                })
                .build();
    }

    /**
     * Reads a value.
     *
     * @throws InvalidJsonException if the bytes are not JSON, or do not match the type
     */
    public static <T> T read(byte[] json, Class<T> type) {
        try {
            var value = LOADING.join().readValue(json, type);
            if (value == null) {
                throw new InvalidJsonException("the value must not be null");
            }
            return value;
        } catch (JacksonException problem) {
            throw new InvalidJsonException(new JsonProblems(LOADING.join()).describe(problem), problem);
        }
    }

    /**
     * Writes a value. Elements of a sealed type in a list or map get their {@code type} property only if the list or map is a component
     * of a record, because the element type is unknown otherwise.
     *
     * @throws IllegalArgumentException if the value cannot be written as JSON
     */
    public static byte[] write(Object value) {
        try {
            return LOADING.join().writeValueAsBytes(Objects.requireNonNull(value, "the value must not be null"));
        } catch (JacksonException unwritable) {
            throw new IllegalArgumentException(value.getClass().getName() + " cannot be written as JSON", unwritable);
        }
    }
}
