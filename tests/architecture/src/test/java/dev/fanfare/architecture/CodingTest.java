package dev.fanfare.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Rules for all compiled classes. */
class CodingTest {
    @Test
    void packages_areNullMarked() {
        var packages = ProductClasses.ALL.stream().map(JavaClass::getPackage).distinct();

        assertThat(packages)
                .isNotEmpty()
                .allSatisfy(each -> assertThat(each.isAnnotatedWith(NullMarked.class))
                        .as(each.getName())
                        .isTrue());
    }

    @Test
    void classes_areNamedByWhatTheyAre() {
        noClasses()
                .should()
                .haveNameMatching(".*(Impl|Utils?|Helper|Manager|Base)")
                .orShould()
                .haveNameMatching(".*[.$]Abstract[^.$]*")
                .check(ProductClasses.ALL);
    }

    @Test
    void standardStreams_belongToTheCommandLine() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.fanfare.cli..")
                .should(ACCESS_STANDARD_STREAMS)
                .check(ProductClasses.ALL);
    }
}
