package dev.fanfare.app.internal.socket;

import dev.fanfare.app.MalformedMessageException;
import dev.fanfare.app.Request;
import dev.fanfare.app.RequestRefusedException;
import dev.fanfare.app.SessionTooLargeException;
import dev.fanfare.app.internal.channel.AppContext;
import dev.fanfare.model.channel.InvalidChannelNameException;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.client.DisconnectReason;
import dev.fanfare.model.http.HttpResponse;

/**
 * Converts a failure of application code into an HTTP response or a close reason. A failure that the client caused is described to the
 * client; any other failure is logged and answered without details.
 */
public final class FailureAnswer {
    private static final int BAD_REQUEST = 400;
    private static final int POLICY_VIOLATION = 1008;

    private FailureAnswer() {}

    /** Logs a failure unless the client caused it. */
    public static void report(AppContext context, Request request, Throwable failure) {
        boolean isCausedByClient = failure instanceof RequestRefusedException
                || failure instanceof MalformedMessageException
                || failure instanceof InvalidChannelNameException
                || failure instanceof SessionTooLargeException;
        if (!isCausedByClient) {
            context.failures().report(request.route(), failure);
        }
    }

    /** Logs a failure unless the client caused it, and returns the response. */
    public static HttpResponse answer(AppContext context, Request request, Throwable failure) {
        report(context, request, failure);
        return response(failure);
    }

    /** Returns the response to a request or handshake. */
    static HttpResponse response(Throwable failure) {
        return switch (failure) {
            case RequestRefusedException refusal -> refusal.response();
            case InvalidChannelNameException name -> HttpResponse.text(BAD_REQUEST, String.valueOf(name.getMessage()));
            case SessionTooLargeException size -> HttpResponse.text(BAD_REQUEST, String.valueOf(size.getMessage()));
            default -> HttpResponse.text(500, "internal error");
        };
    }

    /** Returns the close reason for a WebSocket. */
    public static CloseReason close(Throwable failure) {
        return switch (failure) {
            case RequestRefusedException refusal -> new CloseReason(POLICY_VIOLATION, refusal.body());
            case MalformedMessageException malformed -> malformed.reason();
            case InvalidChannelNameException name ->
                new CloseReason(POLICY_VIOLATION, String.valueOf(name.getMessage()));
            case SessionTooLargeException size -> new CloseReason(POLICY_VIOLATION, String.valueOf(size.getMessage()));
            default -> DisconnectReason.HANDLER_FAILED.reason();
        };
    }
}
