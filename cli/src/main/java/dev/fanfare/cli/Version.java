package dev.fanfare.cli;

import picocli.CommandLine.IVersionProvider;

/** Prints the version of the program and of Java. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        var version = Version.class.getPackage().getImplementationVersion();
        return new String[] {"fanfare " + (version == null ? "from sources" : version) + " on Java " + Runtime.version()
        };
    }
}
