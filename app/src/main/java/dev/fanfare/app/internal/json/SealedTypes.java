package dev.fanfare.app.internal.json;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;

/**
 * Distinguishes the records of a sealed interface without annotations, by a property {@code type}: the name of the record with a lower-case
 * first letter, such as {@code {"type":"answer"}} for {@code Answer}. Annotations take precedence. Immutable.
 */
final class SealedTypes extends JacksonAnnotationIntrospector {
    private static final JsonTypeInfo.Value BY_TYPE =
            JsonTypeInfo.Value.construct(JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, "type", null, false, true);

    @Override
    public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated annotated) {
        var annotation = super.findPolymorphicTypeInfo(config, annotated);
        return annotation == null && annotated instanceof AnnotatedClass type && isSealed(type.getRawType())
                ? BY_TYPE
                : annotation;
    }

    @Override
    public @Nullable String findTypeName(MapperConfig<?> config, AnnotatedClass annotated) {
        var annotation = super.findTypeName(config, annotated);
        var type = annotated.getRawType();
        if (annotation != null || type.isSealed() || !isSealed(type)) {
            return annotation;
        }
        var name = type.getSimpleName();
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    /** Returns true for a sealed type and its permitted subtypes. */
    private static boolean isSealed(Class<?> type) {
        return !type.isEnum()
                && (type.isSealed() || Stream.of(type.getInterfaces()).anyMatch(SealedTypes::isSealed));
    }
}
