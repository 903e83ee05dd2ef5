package dev.fanfare.spring.test;

import dev.fanfare.spring.FanfareConfigurer;
import dev.fanfare.spring.FanfareSettingsCustomizer;
import dev.fanfare.spring.WebSocketRoute;
import java.io.IOException;
import java.util.Set;
import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;

/** Selects the components of a {@link FanfareTest}. */
final class FanfareTestFilter extends StandardAnnotationCustomizableTypeExcludeFilter<FanfareTest> {
    FanfareTestFilter(Class<?> testClass) {
        super(testClass);
    }

    @Override
    protected Set<Class<?>> getKnownIncludes() {
        return Set.of(FanfareConfigurer.class, FanfareSettingsCustomizer.class);
    }

    @Override
    protected boolean defaultInclude(MetadataReader metadata, MetadataReaderFactory factory) throws IOException {
        return metadata.getAnnotationMetadata().hasAnnotation(WebSocketRoute.class.getName())
                || super.defaultInclude(metadata, factory);
    }
}
