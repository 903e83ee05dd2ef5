package dev.fanfare.server.json;

import dev.fanfare.model.channel.Payload;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;

/**
 * Binds any JSON value to a payload with the bytes as they were written; a missing value or null becomes null. Stateless. Works
 * only with {@link JsonBinding}, which provides the bytes.
 */
public class RawJson extends ValueDeserializer<Payload> {
    /** Name of the attribute that holds the bytes of the text that is read. */
    static final Object SOURCE = new Object();

    /** Binds null to a payload that is the JSON value null. */
    public static final class OrNull extends RawJson {
        @Override
        public @Nullable Object getNullValue(DeserializationContext context) {
            return JsonBinding.NULL;
        }
    }

    @Override
    public Payload deserialize(JsonParser parser, DeserializationContext context) {
        var source = (byte[]) Objects.requireNonNull(context.getAttribute(SOURCE), "source");
        int from = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        return Payload.validatedJson(
                Arrays.copyOfRange(source, from, (int) parser.currentLocation().getByteOffset()));
    }

    @Override
    public @Nullable Object getNullValue(DeserializationContext context) {
        return null;
    }

    @Override
    public @Nullable Object getAbsentValue(DeserializationContext context) {
        return null;
    }
}
