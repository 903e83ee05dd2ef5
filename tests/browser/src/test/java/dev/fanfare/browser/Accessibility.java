package dev.fanfare.browser;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Finds barriers in a page with axe-core (WCAG 2.1 and best practices). */
final class Accessibility {
    private static final String AXE = script();
    private static final String RUN = """
            () => axe.run().then(result => result.violations
                .filter(violation => ['serious', 'critical'].includes(violation.impact))
                .map(violation => violation.id + ' at ' + violation.nodes.map(node => node.target).join(', '))
                .join('; '))""";

    private Accessibility() {}

    /** Returns the serious and critical findings; empty if there are none. */
    static String findings(Page page) {
        page.evaluate(AXE);
        return String.valueOf(page.evaluate(RUN));
    }

    private static String script() {
        try (var in = Accessibility.class.getResourceAsStream("/axe.min.js")) {
            return new String(Objects.requireNonNull(in, "axe.min.js").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
