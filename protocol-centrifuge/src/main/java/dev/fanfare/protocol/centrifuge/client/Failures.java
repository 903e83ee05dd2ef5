package dev.fanfare.protocol.centrifuge.client;

import dev.fanfare.core.channel.InvalidChannelName;
import dev.fanfare.core.port.EngineException;
import dev.fanfare.core.port.OverloadedException;
import dev.fanfare.protocol.centrifuge.message.CentrifugeDisconnect;
import dev.fanfare.protocol.centrifuge.message.CentrifugeError;
import dev.fanfare.protocol.centrifuge.message.ErrorCode;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a client is told when something failed. Stateless. */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    /** The failure itself, when it is one of the protocol; else what stands for it. */
    static RuntimeException toTell(Throwable failure) {
        var cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        return switch (cause) {
            case CentrifugeError error -> error;
            case CentrifugeDisconnect disconnect -> disconnect;
            case InvalidChannelName invalid -> new CentrifugeError(ErrorCode.BAD_REQUEST);
            case OverloadedException overloaded -> new CentrifugeError(ErrorCode.TOO_MANY_REQUESTS);
            case EngineException away -> {
                LOG.warn("a command failed: {}", String.valueOf(away.getMessage()));
                yield new CentrifugeError(ErrorCode.INTERNAL);
            }
            default -> {
                LOG.error("a command failed", cause);
                yield new CentrifugeError(ErrorCode.INTERNAL);
            }
        };
    }
}
