package dev.fanfare.protocol.centrifuge.client;

import dev.fanfare.core.node.Recovery;
import dev.fanfare.core.node.SubscribeRequest;
import dev.fanfare.core.node.SubscribeResult.Subscribed;
import dev.fanfare.core.node.SubscriptionHandler;
import dev.fanfare.model.access.ErrorCode;
import dev.fanfare.model.access.ErrorReplyException;
import dev.fanfare.model.access.Expiry;
import dev.fanfare.model.access.Grant;
import dev.fanfare.model.access.Renewal;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.RecoveryMode;
import dev.fanfare.model.client.UnsubscribeReason;
import dev.fanfare.protocol.centrifuge.message.Command;
import dev.fanfare.protocol.centrifuge.message.Reply;
import dev.fanfare.protocol.centrifuge.message.TagsFilter;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One subscription of a client, from its grant to its end. Confined to the client's event loop. */
final class ClientSubscription implements SubscriptionHandler {
    /** The one kind of deltas there is. */
    static final String FOSSIL = "fossil";

    private final ClientSubscriptions owner;
    private final Command.Subscribe wanted;
    private final Grant grant;
    private final ClientSelection selection;
    private final ChannelOptions options;
    private final Consumer<Reply.Subscribed> answer;
    private final Expiration expiration;
    private final boolean serverSide;
    private final boolean deltas;
    private @Nullable Payload chanInfo;

    /**
     * A subscription that is about to begin.
     *
     * @param serverSide whether the server wanted it
     * @param answer gets what the client is to be told when it has begun
     */
    ClientSubscription(
            ClientSubscriptions owner,
            Command.Subscribe wanted,
            Grant grant,
            boolean serverSide,
            Consumer<Reply.Subscribed> answer) {
        this.owner = owner;
        this.wanted = wanted;
        this.grant = grant;
        this.chanInfo = grant.chanInfo();
        this.options = upgraded(grant.overrides().applyTo(owner.options(wanted.channel())), wanted, grant);
        this.selection = new ClientSelection(receivesJoins(options, wanted, grant), filter(wanted, grant));
        this.answer = answer;
        this.serverSide = serverSide;
        // A publication that a slow client did not get would be missing under the next delta.
        this.deltas = wanted.delta().equals(FOSSIL)
                && grant.mayDelta()
                && wanted.filter() == null
                && !options.slowClientPolicy().mayDrop();
        this.expiration = owner.expiration(this);
    }

    String channel() {
        return wanted.channel();
    }

    /** It goes on after its end. */
    void renew(Renewal renewal) {
        if (renewal.info() != null) {
            chanInfo = renewal.info();
        }
    }

    @Override
    public @Nullable Payload chanInfo() {
        return chanInfo;
    }

    boolean isServerSide() {
        return serverSide;
    }

    SubscribeRequest request(Wire wire) {
        return new SubscribeRequest(
                wanted.channel(),
                deltas ? new DeltaClientEncoder(wire, selection) : new ClientEncoder(wire, selection),
                options,
                isRecoverable() ? wanted.since() : null,
                wanted.rejectsUnrecovered());
    }

    /** True when a new token may put off its end. */
    boolean isPutOffByTokens() {
        return expiration.isPutOffByTokens();
    }

    void expireAt(Expiry expiry) {
        expiration.set(expiry);
    }

    /** It is over, whatever the reason. */
    void stop() {
        expiration.stop();
    }

    @Override
    public void onSubscribed(Subscribed result) {
        expiration.set(grant.expiry());
        boolean recovered = result.recovery() == Recovery.RECOVERED;
        // A client that recovers a stream advances from where it stood by the publications it is given.
        var position = recovered && options.recoveryMode() == RecoveryMode.STREAM_RECOVERY && wanted.since() != null
                ? wanted.since()
                : result.position();
        answer.accept(new Reply.Subscribed(
                owner.ttl(grant.expiry()),
                position,
                isRecoverable(),
                owner.pushes(
                        result.publications().stream()
                                .filter(selection::includes)
                                .toList(),
                        deltas),
                recovered,
                wanted.since() != null,
                grant.data(),
                deltas));
    }

    @Override
    public void onUnsubscribed(UnsubscribeReason reason) {
        owner.onEnded(this, reason);
    }

    private boolean isRecoverable() {
        return switch (options.recoveryMode()) {
            case STREAM_RECOVERY, CACHE_RECOVERY -> true;
            case NONE, POSITIONED -> false;
        };
    }

    private static boolean receivesJoins(ChannelOptions options, Command.Subscribe wanted, Grant grant) {
        return options.hasJoinLeave() && (grant.receivesJoins() || (wanted.joinLeave() && grant.mayReceiveJoins()));
    }

    private static @Nullable TagsFilter filter(Command.Subscribe wanted, Grant grant) {
        if (wanted.filter() == null) {
            return null;
        }
        if (!grant.mayFilter()) {
            throw new ErrorReplyException(ErrorCode.BAD_REQUEST);
        }
        return wanted.filter().toFilter();
    }

    /** What the client may ask for beyond what the channel does by itself. */
    private static ChannelOptions upgraded(ChannelOptions options, Command.Subscribe wanted, Grant grant) {
        if (options.retention() == null || options.slowClientPolicy().mayDrop()) {
            return options;
        }
        boolean recovers = grant.mayRecover() && (wanted.recoverable() || wanted.since() != null);
        return switch (options.recoveryMode()) {
            case NONE ->
                recovers
                        ? options.recovery()
                        : wanted.positioned() && grant.mayPosition()
                                ? options.recovery(RecoveryMode.POSITIONED)
                                : options;
            case POSITIONED -> recovers ? options.recovery() : options;
            case STREAM_RECOVERY, CACHE_RECOVERY -> options;
        };
    }
}
