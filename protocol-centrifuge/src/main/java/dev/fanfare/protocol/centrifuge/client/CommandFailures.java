package dev.fanfare.protocol.centrifuge.client;

import dev.fanfare.core.concurrent.FailureCause;
import dev.fanfare.model.access.DisconnectException;
import dev.fanfare.model.access.ErrorCode;
import dev.fanfare.model.access.ErrorReplyException;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.EngineUnavailableException;
import dev.fanfare.model.channel.InvalidChannelNameException;
import dev.fanfare.model.channel.LimitExceededException;
import dev.fanfare.model.channel.OverloadedException;
import dev.fanfare.model.client.DisconnectReason;
import dev.fanfare.model.monitoring.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Translates failures of commands to outcomes of the protocol. Stateless, thread-safe. */
final class CommandFailures {
    private static final Logger LOG = LoggerFactory.getLogger(CommandFailures.class);

    private CommandFailures() {}

    /** Returns the disconnect that represents an error for a client without replies. Temporary errors allow a reconnect. */
    static DisconnectReason disconnect(ErrorReplyException error) {
        if (error.is(ErrorCode.EXPIRED) || error.is(ErrorCode.TOKEN_EXPIRED)) {
            return DisconnectReason.EXPIRED;
        }
        if (error.is(ErrorCode.TOO_MANY_REQUESTS)) {
            return DisconnectReason.TOO_MANY_REQUESTS;
        }
        return error.isTemporary() ? DisconnectReason.HANDLER_FAILED : DisconnectReason.PERMISSION_DENIED;
    }

    /** Returns an {@link ErrorReplyException} or a {@link DisconnectException}; logs failures that the client did not cause. */
    static RuntimeException translate(Throwable failure) {
        var cause = FailureCause.of(failure);
        return switch (cause) {
            case ErrorReplyException error -> error;
            case DisconnectException disconnect -> disconnect;
            case InvalidChannelNameException invalid -> new ErrorReplyException(ErrorCode.BAD_REQUEST);
            case OverloadedException overloaded ->
                ErrorReplyException.by(ErrorCode.TOO_MANY_REQUESTS, message(overloaded));
            case LimitExceededException refused -> ErrorReplyException.by(ErrorCode.LIMIT_EXCEEDED, message(refused));
            case EngineUnavailableException logged -> {
                LOG.debug("a command failed: {}", LogText.of(logged.getMessage()));
                yield new ErrorReplyException(ErrorCode.INTERNAL);
            }
            case EngineException failed -> {
                LOG.warn("a command failed: {}", LogText.of(failed.getMessage()));
                yield new ErrorReplyException(ErrorCode.INTERNAL);
            }
            default -> {
                LOG.error("a command failed", cause);
                yield new ErrorReplyException(ErrorCode.INTERNAL);
            }
        };
    }

    private static String message(Throwable failure) {
        return String.valueOf(failure.getMessage());
    }
}
