package dev.fanfare.sdk;

import dev.fanfare.model.access.Admission;
import dev.fanfare.model.access.DisconnectException;
import dev.fanfare.model.access.ErrorCode;
import dev.fanfare.model.access.ErrorReplyException;
import dev.fanfare.model.access.Expiry;
import dev.fanfare.model.access.Grant;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.DisconnectReason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A token that contains its own verdict. Immutable.
 *
 * @param user its user; null for an anonymous one
 * @param expired whether it has expired
 * @param invalid whether it is to be refused for good
 * @param seconds how long it lets in; null for ever
 * @param channels server-side subscriptions; null for none
 */
record SdkToken(
        @Nullable String user,
        @Nullable Boolean expired,
        @Nullable Boolean invalid,
        @Nullable Integer seconds,
        @Nullable List<String> channels) {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final SdkToken NONE = new SdkToken(null, null, null, null, null);

    /** Fails like the protocol if this token must be rejected. */
    static CompletionStage<SdkToken> verify(String text) {
        var token = text.isEmpty() ? NONE : MAPPER.readValue(text, SdkToken.class);
        if (Boolean.TRUE.equals(token.expired)) {
            return CompletableFuture.failedStage(new ErrorReplyException(ErrorCode.TOKEN_EXPIRED));
        }
        if (Boolean.TRUE.equals(token.invalid)) {
            return CompletableFuture.failedStage(new DisconnectException(DisconnectReason.INVALID_TOKEN));
        }
        return CompletableFuture.completedStage(token);
    }

    Expiry expiry() {
        return seconds == null ? Expiry.NEVER : Expiry.at(Instant.now().plus(Duration.ofSeconds(seconds)));
    }

    Admission admission() {
        Map<String, Grant> subscriptions = new HashMap<>();
        if (channels != null) {
            channels.forEach(channel -> subscriptions.put(channel, Grant.OPEN.withJoins()));
        }
        var admission = Admission.of(user == null ? "" : user)
                .withExpiry(expiry())
                .withData(json("{\"greeting\":\"добро пожаловать, 欢迎\"}"))
                .withChannels(subscriptions);
        return user == null ? admission : admission.withConnInfo(json("{\"name\":\"" + user + "\"}"));
    }

    Grant grant() {
        return Grant.OPEN
                .withExpiry(expiry())
                .withChanInfo(json("{\"role\":\"guest\"}"))
                .withData(json("{\"rules\":1}"));
    }

    private static Payload json(String text) {
        return Payload.validatedJson(text.getBytes(StandardCharsets.UTF_8));
    }
}
