package dev.fanfare.model.access;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.DisconnectReason;

/**
 * Makes access decisions in blocking code, see {@link AccessControl#of}. Each call runs on its own virtual thread;
 * calls of different clients run concurrently. To refuse, a method throws {@link ErrorReplyException} or
 * {@link DisconnectException}. Methods that are not overridden refuse. Each method has the contract of its namesake in
 * {@link AccessControl}.
 */
@FunctionalInterface
public interface BlockingAccess {
    /** See {@link AccessControl#connect}. */
    Admission connect(ConnectAttempt attempt);

    /** See {@link AccessControl#subscribe}. */
    default Grant subscribe(ConnectedClient client, SubscriptionAttempt attempt) {
        throw new ErrorReplyException(ErrorCode.PERMISSION_DENIED);
    }

    /** See {@link AccessControl#publish}. */
    default PublishGrant publish(ConnectedClient client, String channel, Payload data) {
        throw new ErrorReplyException(ErrorCode.PERMISSION_DENIED);
    }

    /** See {@link AccessControl#presence}. */
    default void presence(ConnectedClient client, String channel) {
        throw new ErrorReplyException(ErrorCode.PERMISSION_DENIED);
    }

    /** See {@link AccessControl#history}. */
    default void history(ConnectedClient client, String channel) {
        throw new ErrorReplyException(ErrorCode.PERMISSION_DENIED);
    }

    /** See {@link AccessControl#rpc}. */
    default Payload rpc(ConnectedClient client, String method, Payload data) {
        throw new ErrorReplyException(ErrorCode.NOT_AVAILABLE);
    }

    /** See {@link AccessControl#message}. */
    default void message(ConnectedClient client, Payload data) {
        throw new DisconnectException(DisconnectReason.NOT_AVAILABLE);
    }

    /** See {@link AccessControl#refresh}. */
    default Expiry refresh(ConnectedClient client, String token) {
        throw new DisconnectException(DisconnectReason.BAD_REQUEST);
    }

    /** See {@link AccessControl#refreshSubscription}. */
    default Expiry refreshSubscription(ConnectedClient client, String channel, String token) {
        throw new DisconnectException(DisconnectReason.BAD_REQUEST);
    }

    /** See {@link AccessControl#renew}. */
    default Renewal renew(ConnectedClient client) {
        return Renewal.OVER;
    }

    /** See {@link AccessControl#renewSubscription}. */
    default Renewal renewSubscription(ConnectedClient client, String channel) {
        return Renewal.OVER;
    }
}
