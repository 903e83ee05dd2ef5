package dev.fanfare.spring.test;

import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;

/** Reads the attributes of {@link FanfareTest}. */
final class FanfareTestBootstrapper extends TestSliceTestContextBootstrapper<FanfareTest> {}
