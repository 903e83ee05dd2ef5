package dev.fanfare.server.api;

import dev.fanfare.core.channel.InvalidChannelName;
import dev.fanfare.core.port.EngineException;
import dev.fanfare.core.port.OverloadedException;
import dev.fanfare.protocol.centrifuge.message.CentrifugeError;
import dev.fanfare.protocol.centrifuge.message.ErrorCode;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request of the API failed; the caller is told code and words. */
final class ApiError extends RuntimeException {
    private static final Logger LOG = LoggerFactory.getLogger(ApiError.class);

    private final int code;

    private ApiError(int code, String words) {
        super(words, null, false, false);
        this.code = code;
    }

    static ApiError of(ErrorCode error) {
        return new ApiError(error.code(), error.words());
    }

    /** A bad request, and what is bad about it. */
    static ApiError badRequest(String words) {
        return new ApiError(ErrorCode.BAD_REQUEST.code(), "bad request: " + words);
    }

    /** What the caller is told of any failure; those that are no fault of the caller's are logged. */
    static ApiError of(Throwable failure) {
        var cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        return switch (cause) {
            case ApiError error -> error;
            case CentrifugeError error ->
                new ApiError(error.reply().code(), error.reply().message());
            case InvalidChannelName invalid -> badRequest(String.valueOf(invalid.getMessage()));
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
