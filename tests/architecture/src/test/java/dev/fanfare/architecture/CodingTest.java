package dev.fanfare.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Rules for all compiled classes. */
class CodingTest {
    private static final Pattern SEPARATE =
            Pattern.compile("dev\\.fanfare\\.(cli|examples|benchmarks|simulation)(\\..*)?");

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

    /** Programs, examples and test tools are separate from the libraries and the server. */
    @Test
    void simpleNames_belongToOneType() {
        var types = ProductClasses.ALL.stream()
                .filter(type -> !SEPARATE.matcher(type.getPackageName()).matches())
                .filter(type ->
                        !type.isAnonymousClass() && !type.getSimpleName().equals("package-info"))
                .toList();
        var topLevel = types.stream()
                .filter(type -> !type.isNestedClass())
                .collect(Collectors.groupingBy(
                        JavaClass::getSimpleName, Collectors.mapping(JavaClass::getName, Collectors.toList())));

        assertThat(topLevel)
                .isNotEmpty()
                .allSatisfy((name, owners) -> assertThat(owners).as(name).hasSize(1));
        assertThat(types.stream().filter(JavaClass::isNestedClass))
                .isNotEmpty()
                .allSatisfy(
                        nested -> assertThat(topLevel).as(nested.getName()).doesNotContainKey(nested.getSimpleName()));
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
