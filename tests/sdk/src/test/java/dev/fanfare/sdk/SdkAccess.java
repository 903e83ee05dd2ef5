package dev.fanfare.sdk;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.protocol.centrifuge.access.Admission;
import dev.fanfare.protocol.centrifuge.access.CentrifugeAccess;
import dev.fanfare.protocol.centrifuge.access.CentrifugeClient;
import dev.fanfare.protocol.centrifuge.access.ConnectAttempt;
import dev.fanfare.protocol.centrifuge.access.Expiry;
import dev.fanfare.protocol.centrifuge.access.Grant;
import dev.fanfare.protocol.centrifuge.access.PublishGrant;
import dev.fanfare.protocol.centrifuge.message.CentrifugeErrorException;
import dev.fanfare.protocol.centrifuge.message.Command;
import dev.fanfare.protocol.centrifuge.message.ErrorCode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Lets clients do what their tokens say, and everything where there is none. Stateless. */
final class SdkAccess implements CentrifugeAccess {
    private static final int OUT_OF_STOCK = 1000;

    @Override
    public CompletionStage<Admission> connect(ConnectAttempt attempt) {
        return SdkToken.verify(attempt.command().token()).thenApply(SdkToken::admission);
    }

    @Override
    public CompletionStage<Grant> subscribe(CentrifugeClient client, Command.Subscribe wanted) {
        if (wanted.channel().startsWith("forbidden")) {
            return CompletableFuture.failedStage(new CentrifugeErrorException(ErrorCode.PERMISSION_DENIED));
        }
        return SdkToken.verify(wanted.token()).thenApply(SdkToken::grant);
    }

    @Override
    public CompletionStage<PublishGrant> publish(CentrifugeClient client, String channel, Payload data) {
        return CompletableFuture.completedStage(PublishGrant.of(data));
    }

    @Override
    public CompletionStage<Void> presence(CentrifugeClient client, String channel) {
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> history(CentrifugeClient client, String channel) {
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Payload> rpc(CentrifugeClient client, String method, Payload data) {
        return switch (method) {
            case "echo" -> CompletableFuture.completedStage(data);
            case "buy" ->
                CompletableFuture.failedStage(CentrifugeErrorException.custom(OUT_OF_STOCK, "распродано", false));
            default -> CompletableFuture.failedStage(new CentrifugeErrorException(ErrorCode.METHOD_NOT_FOUND));
        };
    }

    @Override
    public CompletionStage<Void> message(CentrifugeClient client, Payload data) {
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Expiry> refresh(CentrifugeClient client, String token) {
        return SdkToken.verify(token).thenApply(SdkToken::expiry);
    }

    @Override
    public CompletionStage<Expiry> refreshSubscription(CentrifugeClient client, String channel, String token) {
        return SdkToken.verify(token).thenApply(SdkToken::expiry);
    }
}
