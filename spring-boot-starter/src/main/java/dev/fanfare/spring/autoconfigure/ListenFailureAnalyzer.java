package dev.fanfare.spring.autoconfigure;

import java.net.UnknownHostException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Describes why Fanfare cannot listen. Spring Boot creates it by its name in {@code spring.factories}. */
final class ListenFailureAnalyzer extends AbstractFailureAnalyzer<ListenFailedException> {
    /** The message of the operating system for an address of another machine; the native transports have no type for it. */
    private static final String NOT_LOCAL = "assign requested address";

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ListenFailedException cause) {
        boolean isHost = findCause(cause, UnknownHostException.class) != null
                || String.valueOf(cause.getMessage()).contains(NOT_LOCAL);
        var action = isHost
                ? "Set fanfare.host to an address of this machine, or to 0.0.0.0 for all of them."
                : "Stop the process that listens on port " + cause.port()
                        + ", or set fanfare.port to another port; 0 is any free port.";
        return new FailureAnalysis(
                "Fanfare failed to start on " + cause.host() + ":" + cause.port() + ": " + cause.getMessage() + ".",
                action,
                cause);
    }
}
