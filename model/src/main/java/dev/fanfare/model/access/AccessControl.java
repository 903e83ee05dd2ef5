package dev.fanfare.model.access;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.DisconnectReason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Access decisions about the clients of a protocol, without blocking: methods run on the client's event loop and complete their
 * stage later. To refuse, a stage fails with {@link ErrorReplyException} or {@link DisconnectException}, or the method throws one
 * of them. Any other failure is logged and answered with {@link ErrorCode#INTERNAL}. Methods that are not overridden refuse.
 * Implementations must be thread-safe.
 */
public interface AccessControl {
    /** Admits every client as anonymous and allows everything. For servers that are reachable from this machine only. */
    static AccessControl allowAll() {
        return new OpenAccess();
    }

    /** Runs each blocking decision on its own virtual thread. */
    static AccessControl of(BlockingAccess decisions) {
        return new VirtualThreadAccess(decisions);
    }

    /** Authenticates a client that connects. */
    CompletionStage<Admission> connect(ConnectAttempt attempt);

    /** Authorizes a subscription. The server has already checked that the channel may exist. */
    default CompletionStage<Grant> subscribe(ConnectedClient client, SubscriptionAttempt attempt) {
        return refuse(ErrorCode.PERMISSION_DENIED);
    }

    /** Authorizes a publication. The grant may replace its data. */
    default CompletionStage<PublishGrant> publish(ConnectedClient client, String channel, Payload data) {
        return refuse(ErrorCode.PERMISSION_DENIED);
    }

    /** Authorizes a request for the channel's presence. */
    default CompletionStage<Void> presence(ConnectedClient client, String channel) {
        return refuse(ErrorCode.PERMISSION_DENIED);
    }

    /** Authorizes a request for the channel's history. */
    default CompletionStage<Void> history(ConnectedClient client, String channel) {
        return refuse(ErrorCode.PERMISSION_DENIED);
    }

    /** Calls a method of the application; completes with its result. */
    default CompletionStage<Payload> rpc(ConnectedClient client, String method, Payload data) {
        return refuse(ErrorCode.NOT_AVAILABLE);
    }

    /** Handles a message that is not answered. */
    default CompletionStage<Void> message(ConnectedClient client, Payload data) {
        return disconnect(DisconnectReason.NOT_AVAILABLE);
    }

    /** Verifies a new token for a connection that expires; completes with the new time limit. */
    default CompletionStage<Expiry> refresh(ConnectedClient client, String token) {
        return disconnect(DisconnectReason.BAD_REQUEST);
    }

    /** Verifies a new token for a subscription that expires; completes with the new time limit. */
    default CompletionStage<Expiry> refreshSubscription(ConnectedClient client, String channel, String token) {
        return disconnect(DisconnectReason.BAD_REQUEST);
    }

    /**
     * Decides at the time set by {@link Expiry#renewAt} whether a connection continues. {@link Renewal#OVER} ends it with {@link
     * DisconnectReason#EXPIRED}. If the stage fails with a temporary error or an unexpected exception, the connection stays open
     * and this is called again after one minute; any other error ends the connection.
     */
    default CompletionStage<Renewal> renew(ConnectedClient client) {
        return CompletableFuture.completedStage(Renewal.OVER);
    }

    /**
     * Decides at the time set by {@link Expiry#renewAt} whether a subscription continues; failures are handled as in
     * {@link #renew}. A subscription that ends is unsubscribed, and the client may subscribe again. The end of a
     * server-side subscription closes the connection with {@link DisconnectReason#SUBSCRIPTION_EXPIRED}.
     */
    default CompletionStage<Renewal> renewSubscription(ConnectedClient client, String channel) {
        return CompletableFuture.completedStage(Renewal.OVER);
    }

    private static <T> CompletionStage<T> refuse(ErrorCode error) {
        return CompletableFuture.failedStage(new ErrorReplyException(error));
    }

    private static <T> CompletionStage<T> disconnect(DisconnectReason reason) {
        return CompletableFuture.failedStage(new DisconnectException(reason));
    }
}
