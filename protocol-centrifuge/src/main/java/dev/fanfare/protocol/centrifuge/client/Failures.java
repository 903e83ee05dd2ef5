package dev.fanfare.protocol.centrifuge.client;

import dev.fanfare.core.concurrent.FailureCause;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.InvalidChannelNameException;
import dev.fanfare.model.channel.OverloadedException;
import dev.fanfare.protocol.centrifuge.message.CentrifugeDisconnectException;
import dev.fanfare.protocol.centrifuge.message.CentrifugeErrorException;
import dev.fanfare.protocol.centrifuge.message.ErrorCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a client is told when something failed. Stateless. */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    /** The failure itself, when it is one of the protocol; else what stands for it. */
    static RuntimeException toTell(Throwable failure) {
        var cause = FailureCause.of(failure);
        return switch (cause) {
            case CentrifugeErrorException error -> error;
            case CentrifugeDisconnectException disconnect -> disconnect;
            case InvalidChannelNameException invalid -> new CentrifugeErrorException(ErrorCode.BAD_REQUEST);
            case OverloadedException overloaded -> new CentrifugeErrorException(ErrorCode.TOO_MANY_REQUESTS);
            case EngineException away -> {
                LOG.warn("a command failed: {}", String.valueOf(away.getMessage()));
                yield new CentrifugeErrorException(ErrorCode.INTERNAL);
            }
            default -> {
                LOG.error("a command failed", cause);
                yield new CentrifugeErrorException(ErrorCode.INTERNAL);
            }
        };
    }
}
