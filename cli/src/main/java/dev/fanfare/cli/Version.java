package dev.fanfare.cli;

import picocli.CommandLine.IVersionProvider;

/** Prints the version of the program and of Java. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"fanfare " + text() + " on Java " + Runtime.version()};
    }

    /** The version of the program. */
    static String text() {
        var version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "from sources" : version;
    }
}
