/** A sample project of an application. Uses the packages for applications only, which ExportedPackagesTest verifies. */
@NullMarked
package dev.fanfare.architecture.sample;

import org.jspecify.annotations.NullMarked;
