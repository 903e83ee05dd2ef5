package dev.fanfare.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** The compiled main classes of all modules except generated ones; imported once. */
final class ProductClasses {
    static final String ROOT = "dev.fanfare";
    static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar") && !location.contains("/test-classes/"))
            .withImportOption(location -> !location.contains("/jmh_generated/"))
            .withImportOption(location -> !location.contains("/protocol/centrifuge/protobuf/"))
            .importPackages(ROOT);

    private ProductClasses() {}
}
