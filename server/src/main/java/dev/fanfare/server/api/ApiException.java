package dev.fanfare.server.api;

import dev.fanfare.core.concurrent.FailureCause;
import dev.fanfare.model.access.ErrorCode;
import dev.fanfare.model.access.ErrorReplyException;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.EngineUnavailableException;
import dev.fanfare.model.channel.InvalidChannelNameException;
import dev.fanfare.model.channel.LimitExceededException;
import dev.fanfare.model.channel.OverloadedException;
import dev.fanfare.model.monitoring.LogText;
import dev.fanfare.server.json.InvalidFieldException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Thrown to answer an API request with an error. Immutable. */
final class ApiException extends RuntimeException {
    private static final Logger LOG = LoggerFactory.getLogger(ApiException.class);

    private final ApiResult.ApiError error;

    private ApiException(int code, String message) {
        super(message, null, false, false);
        this.error = new ApiResult.ApiError(code, message);
    }

    static ApiException of(ErrorCode error) {
        return new ApiException(error.code(), error.message());
    }

    /** A bad request; the message states the problem. */
    static ApiException badRequest(String message) {
        return new ApiException(ErrorCode.BAD_REQUEST.code(), "bad request: " + message);
    }

    /** The error that answers a failed request. Failures of the server are logged. */
    static ApiException of(Throwable failure) {
        var cause = FailureCause.of(failure);
        return switch (cause) {
            case ApiException error -> error;
            case ErrorReplyException error -> new ApiException(error.code(), error.message());
            case InvalidFieldException invalid -> badRequest(invalid.message());
            case InvalidChannelNameException invalid -> badRequest(String.valueOf(invalid.getMessage()));
            case OverloadedException overloaded -> of(ErrorCode.TOO_MANY_REQUESTS);
            case LimitExceededException refused ->
                new ApiException(
                        ErrorCode.LIMIT_EXCEEDED.code(),
                        ErrorCode.LIMIT_EXCEEDED.message() + ": " + refused.getMessage());
            case EngineUnavailableException logged -> {
                LOG.debug("an API request failed: {}", LogText.of(logged.getMessage()));
                yield of(ErrorCode.INTERNAL);
            }
            case EngineException failed -> {
                LOG.warn("an API request failed: {}", LogText.of(failed.getMessage()));
                yield of(ErrorCode.INTERNAL);
            }
            default -> {
                LOG.error("an API request failed", cause);
                yield of(ErrorCode.INTERNAL);
            }
        };
    }

    ApiResult.ApiError error() {
        return error;
    }

    /** The HTTP status of the error. */
    int status() {
        return switch (error.code()) {
            case 102, 104 -> 404;
            case 107, 108 -> 400;
            case 106 -> 507;
            case 111 -> 429;
            case 112 -> 416;
            case 113 -> 409;
            default -> 500;
        };
    }
}
