package dev.fanfare.protocol.centrifuge.access;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.protocol.centrifuge.message.CentrifugeDisconnectException;
import dev.fanfare.protocol.centrifuge.message.CentrifugeErrorException;
import dev.fanfare.protocol.centrifuge.message.Command;
import dev.fanfare.protocol.centrifuge.message.DisconnectCode;
import dev.fanfare.protocol.centrifuge.message.ErrorCode;

/**
 * What a program decides about its Centrifuge clients, in plain code that may wait: the methods are called on virtual threads, for
 * many clients at once. They refuse by throwing {@link CentrifugeErrorException} or {@link CentrifugeDisconnectException}, and do what those of
 * {@link CentrifugeAccess} do. What is not implemented is refused.
 */
@FunctionalInterface
public interface BlockingAccess {
    /** See {@link CentrifugeAccess#connect}. */
    Admission connect(ConnectAttempt attempt);

    /** See {@link CentrifugeAccess#subscribe}. */
    default Grant subscribe(CentrifugeClient client, Command.Subscribe wanted) {
        throw new CentrifugeErrorException(ErrorCode.PERMISSION_DENIED);
    }

    /** See {@link CentrifugeAccess#publish}. */
    default PublishGrant publish(CentrifugeClient client, String channel, Payload data) {
        throw new CentrifugeErrorException(ErrorCode.PERMISSION_DENIED);
    }

    /** See {@link CentrifugeAccess#presence}. */
    default void presence(CentrifugeClient client, String channel) {
        throw new CentrifugeErrorException(ErrorCode.PERMISSION_DENIED);
    }

    /** See {@link CentrifugeAccess#history}. */
    default void history(CentrifugeClient client, String channel) {
        throw new CentrifugeErrorException(ErrorCode.PERMISSION_DENIED);
    }

    /** See {@link CentrifugeAccess#rpc}. */
    default Payload rpc(CentrifugeClient client, String method, Payload data) {
        throw new CentrifugeErrorException(ErrorCode.NOT_AVAILABLE);
    }

    /** See {@link CentrifugeAccess#message}. */
    default void message(CentrifugeClient client, Payload data) {
        throw new CentrifugeDisconnectException(DisconnectCode.NOT_AVAILABLE);
    }

    /** See {@link CentrifugeAccess#refresh}. */
    default Expiry refresh(CentrifugeClient client, String token) {
        throw new CentrifugeDisconnectException(DisconnectCode.BAD_REQUEST);
    }

    /** See {@link CentrifugeAccess#refreshSubscription}. */
    default Expiry refreshSubscription(CentrifugeClient client, String channel, String token) {
        throw new CentrifugeDisconnectException(DisconnectCode.BAD_REQUEST);
    }

    /** See {@link CentrifugeAccess#renew}. */
    default Renewal renew(CentrifugeClient client) {
        return Renewal.OVER;
    }

    /** See {@link CentrifugeAccess#renewSubscription}. */
    default Renewal renewSubscription(CentrifugeClient client, String channel) {
        return Renewal.OVER;
    }
}
