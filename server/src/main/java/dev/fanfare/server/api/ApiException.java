package dev.fanfare.server.api;

import dev.fanfare.core.concurrent.FailureCause;
import dev.fanfare.model.access.ErrorCode;
import dev.fanfare.model.access.ErrorReplyException;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.InvalidChannelNameException;
import dev.fanfare.model.channel.OverloadedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request of the API failed; the caller is told code and words. */
final class ApiException extends RuntimeException {
    private static final Logger LOG = LoggerFactory.getLogger(ApiException.class);

    private final int code;

    private ApiException(int code, String words) {
        super(words, null, false, false);
        this.code = code;
    }

    static ApiException of(ErrorCode error) {
        return new ApiException(error.code(), error.message());
    }

    /** A bad request, and what is bad about it. */
    static ApiException badRequest(String words) {
        return new ApiException(ErrorCode.BAD_REQUEST.code(), "bad request: " + words);
    }

    /** What the caller is told of any failure; those that are no fault of the caller's are logged. */
    static ApiException of(Throwable failure) {
        var cause = FailureCause.of(failure);
        return switch (cause) {
            case ApiException error -> error;
            case ErrorReplyException error -> new ApiException(error.code(), error.message());
            case InvalidChannelNameException invalid -> badRequest(String.valueOf(invalid.getMessage()));
            case OverloadedException overloaded -> of(ErrorCode.TOO_MANY_REQUESTS);
            case EngineException away -> {
                LOG.warn("an API request failed: {}", String.valueOf(away.getMessage()));
                yield of(ErrorCode.INTERNAL);
            }
            default -> {
                LOG.error("an API request failed", cause);
                yield of(ErrorCode.INTERNAL);
            }
        };
    }

    int code() {
        return code;
    }

    /** The HTTP status that says the same. */
    int status() {
        return switch (code) {
            case 102, 104 -> 404;
            case 107, 108 -> 400;
            case 111 -> 429;
            case 112 -> 416;
            case 113 -> 409;
            default -> 500;
        };
    }
}
