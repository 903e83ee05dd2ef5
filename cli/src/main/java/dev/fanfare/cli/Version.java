package dev.fanfare.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        var version = Version.class.getPackage().getImplementationVersion();
        return new String[] {"fanfare " + (version == null ? "from sources" : version) + " on Java " + Runtime.version()
        };
    }
}
