package dev.fanfare.sdk;

import dev.fanfare.model.access.AccessControl;
import dev.fanfare.model.access.Admission;
import dev.fanfare.model.access.ConnectAttempt;
import dev.fanfare.model.access.ConnectedClient;
import dev.fanfare.model.access.ErrorCode;
import dev.fanfare.model.access.ErrorReplyException;
import dev.fanfare.model.access.Expiry;
import dev.fanfare.model.access.Grant;
import dev.fanfare.model.access.PublishGrant;
import dev.fanfare.model.access.SubscriptionAttempt;
import dev.fanfare.model.channel.Payload;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Permits the operations that the tokens of clients permit, and all operations without a token. Stateless. */
final class SdkAccess implements AccessControl {
    private static final int OUT_OF_STOCK = 1000;

    @Override
    public CompletionStage<Admission> connect(ConnectAttempt attempt) {
        return SdkToken.verify(attempt.token()).thenApply(SdkToken::admission);
    }

    @Override
    public CompletionStage<Grant> subscribe(ConnectedClient client, SubscriptionAttempt attempt) {
        if (attempt.channel().startsWith("forbidden")) {
            return CompletableFuture.failedStage(new ErrorReplyException(ErrorCode.PERMISSION_DENIED));
        }
        return SdkToken.verify(attempt.token()).thenApply(SdkToken::grant);
    }

    @Override
    public CompletionStage<PublishGrant> publish(ConnectedClient client, String channel, Payload data) {
        return CompletableFuture.completedStage(PublishGrant.of(data));
    }

    @Override
    public CompletionStage<Void> presence(ConnectedClient client, String channel) {
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> history(ConnectedClient client, String channel) {
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Payload> rpc(ConnectedClient client, String method, Payload data) {
        return switch (method) {
            case "echo" -> CompletableFuture.completedStage(data);
            case "buy" -> CompletableFuture.failedStage(ErrorReplyException.of(OUT_OF_STOCK, "распродано", false));
            default -> CompletableFuture.failedStage(new ErrorReplyException(ErrorCode.METHOD_NOT_FOUND));
        };
    }

    @Override
    public CompletionStage<Void> message(ConnectedClient client, Payload data) {
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Expiry> refresh(ConnectedClient client, String token) {
        return SdkToken.verify(token).thenApply(SdkToken::expiry);
    }

    @Override
    public CompletionStage<Expiry> refreshSubscription(ConnectedClient client, String channel, String token) {
        return SdkToken.verify(token).thenApply(SdkToken::expiry);
    }
}
