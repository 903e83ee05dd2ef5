package dev.fanfare.protocol.centrifuge.access;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.protocol.centrifuge.message.CentrifugeDisconnectException;
import dev.fanfare.protocol.centrifuge.message.CentrifugeErrorException;
import dev.fanfare.protocol.centrifuge.message.Command;
import dev.fanfare.protocol.centrifuge.message.DisconnectCode;
import dev.fanfare.protocol.centrifuge.message.ErrorCode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What a program decides about its Centrifuge clients. Methods are called on the client's event loop and may not block; they
 * answer later by the stage. To refuse, a stage fails with {@link CentrifugeErrorException} or {@link CentrifugeDisconnectException}; any other
 * failure is logged and told as {@link ErrorCode#INTERNAL}. What is not implemented is refused.
 */
public interface CentrifugeAccess {
    /** Lets everybody in, anonymously, and do everything: for programs that only listen to this machine. */
    static CentrifugeAccess allowAll() {
        return new OpenAccess();
    }

    /** What plain functions decide, each on a virtual thread of its own. */
    static CentrifugeAccess of(BlockingAccess decisions) {
        return new VirtualThreadAccess(decisions);
    }

    /** A client connects. */
    CompletionStage<Admission> connect(ConnectAttempt attempt);

    /** A client subscribes; whether its channel may exist has been checked. */
    default CompletionStage<Grant> subscribe(CentrifugeClient client, Command.Subscribe wanted) {
        return refuse(ErrorCode.PERMISSION_DENIED);
    }

    /** A client publishes; answers with what is published, the data as given or other data, and how. */
    default CompletionStage<PublishGrant> publish(CentrifugeClient client, String channel, Payload data) {
        return refuse(ErrorCode.PERMISSION_DENIED);
    }

    /** A client asks who is in the channel. */
    default CompletionStage<Void> presence(CentrifugeClient client, String channel) {
        return refuse(ErrorCode.PERMISSION_DENIED);
    }

    /** A client reads the channel's history. */
    default CompletionStage<Void> history(CentrifugeClient client, String channel) {
        return refuse(ErrorCode.PERMISSION_DENIED);
    }

    /** A client calls a method of the program; answers with the result. */
    default CompletionStage<Payload> rpc(CentrifugeClient client, String method, Payload data) {
        return refuse(ErrorCode.NOT_AVAILABLE);
    }

    /** A client sends a message that is not answered. */
    default CompletionStage<Void> message(CentrifugeClient client, Payload data) {
        return CompletableFuture.failedStage(new CentrifugeDisconnectException(DisconnectCode.NOT_AVAILABLE));
    }

    /** A client whose connection expires brings a new token; answers how long that lets it stay. */
    default CompletionStage<Expiry> refresh(CentrifugeClient client, String token) {
        return CompletableFuture.failedStage(new CentrifugeDisconnectException(DisconnectCode.BAD_REQUEST));
    }

    /** A client whose subscription expires brings a new token; answers how long that lets it stay. */
    default CompletionStage<Expiry> refreshSubscription(CentrifugeClient client, String channel, String token) {
        return CompletableFuture.failedStage(new CentrifugeDisconnectException(DisconnectCode.BAD_REQUEST));
    }

    /**
     * A connection has come to the end that {@link Expiry#askedAt} set; answers whether it goes on. When that fails with an error
     * that is temporary, or a bug, the connection goes on and this is asked again a minute later; any other error ends the
     * connection, as {@link Renewal#OVER} does: with {@link DisconnectCode#EXPIRED}.
     */
    default CompletionStage<Renewal> renew(CentrifugeClient client) {
        return CompletableFuture.completedStage(Renewal.OVER);
    }

    /**
     * A subscription has come to such an end. As {@link #renew}: one that does not go on is unsubscribed and may be made anew; a
     * server-side one ends the connection with {@link DisconnectCode#SUBSCRIPTION_EXPIRED}.
     */
    default CompletionStage<Renewal> renewSubscription(CentrifugeClient client, String channel) {
        return CompletableFuture.completedStage(Renewal.OVER);
    }

    private static <T> CompletionStage<T> refuse(ErrorCode error) {
        return CompletableFuture.failedStage(new CentrifugeErrorException(error));
    }
}
