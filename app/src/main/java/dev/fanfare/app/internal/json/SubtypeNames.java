package dev.fanfare.app.internal.json;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Collection;
import java.util.List;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.introspect.AnnotatedClassResolver;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.NamedType;

/**
 * The property that names the subtype of a JSON value. Immutable.
 *
 * @param property the name of the property
 * @param values the permitted values, sorted
 */
record SubtypeNames(String property, List<String> values) {
    static SubtypeNames of(JsonMapper mapper, JavaType base) {
        var config = mapper.deserializationConfig();
        var annotated = AnnotatedClassResolver.resolve(config, base, config);
        return new SubtypeNames(
                property(base.getRawClass()),
                names(config.getSubtypeResolver().collectAndResolveSubtypesByTypeId(config, annotated)));
    }

    private static String property(Class<?> base) {
        var info = base.getAnnotation(JsonTypeInfo.class);
        if (info == null) {
            return "type";
        }
        return info.property().isEmpty() ? info.use().getDefaultPropertyName() : info.property();
    }

    private static List<String> names(Collection<NamedType> subtypes) {
        return subtypes.stream()
                .filter(NamedType::hasName)
                .map(NamedType::getName)
                .sorted()
                .toList();
    }
}
