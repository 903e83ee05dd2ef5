package dev.fanfare.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.spring.FanfareProperties;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.ClassUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The completion metadata describes exactly the properties that are bound. */
class MetadataTest {
    /** The type and the default of a property; an empty text without a default. */
    private record Property(String type, String defaultValue) {}

    @Test
    void metadata_describesEveryPropertyWithTypeAndDefault() throws IOException {
        var described = new HashMap<String, Property>();
        for (var property : metadata().get("properties")) {
            assertThat(property.get("description").asString()).endsWith(".");
            described.put(
                    property.get("name").asString(),
                    new Property(
                            property.get("type").asString(),
                            property.path("defaultValue").asString("")));
        }

        assertThat(described).isEqualTo(bound("fanfare", FanfareProperties.class));
    }

    private static Map<String, Property> bound(String prefix, Class<?> type) {
        var properties = new HashMap<String, Property>();
        for (var component : type.getRecordComponents()) {
            var name = prefix + "."
                    + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            if (component.getType().isRecord()) {
                properties.putAll(bound(name, component.getType()));
            } else {
                properties.put(name, new Property(typeName(component), defaultValue(type, component)));
            }
        }
        return properties;
    }

    private static String typeName(RecordComponent component) {
        return component.getType().isPrimitive()
                ? ClassUtils.resolvePrimitiveIfNecessary(component.getType()).getName()
                : component.getGenericType().getTypeName();
    }

    private static String defaultValue(Class<?> type, RecordComponent component) {
        return Stream.of(type.getDeclaredConstructors()[0].getParameters())
                .filter(parameter -> parameter.getName().equals(component.getName()))
                .map(parameter -> parameter.getAnnotation(DefaultValue.class))
                .flatMap(given -> given == null ? Stream.of() : Stream.of(given.value()))
                .findFirst()
                .orElse("");
    }

    private static JsonNode metadata() throws IOException {
        try (var file = MetadataTest.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            return new JsonMapper().readTree(file);
        }
    }
}
