package dev.fanfare.protocol.centrifuge.client;

import dev.fanfare.core.concurrent.FailureCause;
import dev.fanfare.model.access.DisconnectException;
import dev.fanfare.model.access.ErrorCode;
import dev.fanfare.model.access.ErrorReplyException;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.InvalidChannelNameException;
import dev.fanfare.model.channel.OverloadedException;
import dev.fanfare.model.client.DisconnectReason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a client is told when something failed. Stateless. */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    /** The disconnect that represents an error for a client that receives no replies; the client reconnects if it may. */
    static DisconnectReason disconnect(ErrorReplyException error) {
        if (error.is(ErrorCode.EXPIRED) || error.is(ErrorCode.TOKEN_EXPIRED)) {
            return DisconnectReason.EXPIRED;
        }
        if (error.is(ErrorCode.TOO_MANY_REQUESTS)) {
            return DisconnectReason.TOO_MANY_REQUESTS;
        }
        return error.isTemporary() ? DisconnectReason.HANDLER_FAILED : DisconnectReason.PERMISSION_DENIED;
    }

    /** The failure itself, when it is one of the protocol; else what stands for it. */
    static RuntimeException toTell(Throwable failure) {
        var cause = FailureCause.of(failure);
        return switch (cause) {
            case ErrorReplyException error -> error;
            case DisconnectException disconnect -> disconnect;
            case InvalidChannelNameException invalid -> new ErrorReplyException(ErrorCode.BAD_REQUEST);
            case OverloadedException overloaded -> new ErrorReplyException(ErrorCode.TOO_MANY_REQUESTS);
            case EngineException away -> {
                LOG.warn("a command failed: {}", String.valueOf(away.getMessage()));
                yield new ErrorReplyException(ErrorCode.INTERNAL);
            }
            default -> {
                LOG.error("a command failed", cause);
                yield new ErrorReplyException(ErrorCode.INTERNAL);
            }
        };
    }
}
