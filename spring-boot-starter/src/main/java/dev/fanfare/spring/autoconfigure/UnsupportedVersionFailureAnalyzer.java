package dev.fanfare.spring.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Describes libraries that are too old. Spring Boot creates it by its name in {@code spring.factories}. */
final class UnsupportedVersionFailureAnalyzer extends AbstractFailureAnalyzer<UnsupportedVersionException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnsupportedVersionException cause) {
        return new FailureAnalysis(cause.getMessage() + ".", cause.remedy(), cause);
    }
}
