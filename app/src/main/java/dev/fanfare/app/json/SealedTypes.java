package dev.fanfare.app.json;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;

/**
 * Lets sealed interfaces be told apart without annotations: by a property {@code type}, which has the name of the record
 * with a small first letter, {@code {"type":"answer"}} for {@code Answer}. Annotations go first. Immutable.
 */
final class SealedTypes extends JacksonAnnotationIntrospector {
    private static final JsonTypeInfo.Value BY_TYPE =
            JsonTypeInfo.Value.construct(JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, "type", null, false, true);

    @Override
    public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated annotated) {
        var said = super.findPolymorphicTypeInfo(config, annotated);
        return said == null && annotated instanceof AnnotatedClass type && isSealed(type.getRawType()) ? BY_TYPE : said;
    }

    @Override
    public @Nullable String findTypeName(MapperConfig<?> config, AnnotatedClass annotated) {
        var said = super.findTypeName(config, annotated);
        var type = annotated.getRawType();
        if (said != null || type.isSealed() || !isSealed(type)) {
            return said;
        }
        var name = type.getSimpleName();
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    /** True for a sealed type, and for those it permits. */
    private static boolean isSealed(Class<?> type) {
        return !type.isEnum()
                && (type.isSealed() || Stream.of(type.getInterfaces()).anyMatch(SealedTypes::isSealed));
    }
}
