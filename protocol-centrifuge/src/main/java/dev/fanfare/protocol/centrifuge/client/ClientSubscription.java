package dev.fanfare.protocol.centrifuge.client;

import dev.fanfare.core.node.Recovery;
import dev.fanfare.core.node.SubscribeRequest;
import dev.fanfare.core.node.SubscribeResult.Subscribed;
import dev.fanfare.core.node.SubscriptionHandler;
import dev.fanfare.core.protocol.PushSelection;
import dev.fanfare.model.access.ErrorCode;
import dev.fanfare.model.access.ErrorReplyException;
import dev.fanfare.model.access.Grant;
import dev.fanfare.model.access.Renewal;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.Join;
import dev.fanfare.model.channel.Leave;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.Push;
import dev.fanfare.model.channel.RecoveryMode;
import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.client.UnsubscribeReason;
import dev.fanfare.protocol.centrifuge.message.Command;
import dev.fanfare.protocol.centrifuge.message.Reply;
import dev.fanfare.protocol.centrifuge.message.TagsFilter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One subscription of a client, from its grant to its end. Confined to the connection's event loop. */
final class ClientSubscription implements SubscriptionHandler, Expiration.Subject {
    /** The only supported delta format. */
    static final String FOSSIL = "fossil";

    private final ClientSubscriptions owner;
    private final String channel;
    private final SubscriberSelection selection;
    private final ChannelOptions options;
    private final Expiration expiration;
    private final boolean serverSide;
    private final boolean deltas;
    private @Nullable Start start;
    private @Nullable Payload chanInfo;

    /** The command and the grant, which may be large. They are referenced until the subscription starts. */
    private record Start(Command.Subscribe request, Grant grant, SubscribeReply reply) {}

    /**
     * The pushes that a subscriber receives. Immutable.
     *
     * @param joins whether they include joins and leaves
     * @param filter condition for publications; null for all
     */
    private record SubscriberSelection(
            boolean joins, @Nullable TagsFilter filter) implements PushSelection {
        @Override
        public boolean includes(Push push) {
            return switch (push) {
                case Publication publication -> filter == null || filter.matches(publication.tags());
                case Join join -> joins;
                case Leave leave -> joins;
            };
        }
    }

    /**
     * Prepares a subscription.
     *
     * @param serverSide whether the server requested it
     * @param reply receives the result when the subscription starts
     */
    ClientSubscription(
            ClientSubscriptions owner,
            Command.Subscribe request,
            Grant grant,
            boolean serverSide,
            SubscribeReply reply) {
        this.owner = owner;
        this.channel = request.channel();
        this.start = new Start(request, grant, reply);
        this.chanInfo = grant.chanInfo();
        this.options = upgraded(grant.overrides().applyTo(owner.options(request.channel())), request, grant);
        boolean joins =
                options.hasJoinLeave() && (grant.receivesJoins() || (request.joinLeave() && grant.mayReceiveJoins()));
        this.selection = new SubscriberSelection(joins, filter(request, grant));
        this.serverSide = serverSide;
        // A dropped publication would be missing as the base of the next delta.
        this.deltas = request.delta().equals(FOSSIL)
                && grant.mayDelta()
                && request.filter() == null
                && !options.slowClientPolicy().mayDrop();
        this.expiration = owner.expiration(this);
    }

    String channel() {
        return channel;
    }

    boolean isServerSide() {
        return serverSide;
    }

    Expiration expiration() {
        return expiration;
    }

    /** Returns the parameters of the subscribe; called once, before the subscription starts. */
    SubscribeRequest request(ClientTransport transport) {
        var request = Objects.requireNonNull(start).request();
        return new SubscribeRequest(
                channel,
                CentrifugeEncoder.of(transport, selection, deltas),
                options,
                isRecoverable() ? request.since() : null,
                request.rejectsUnrecovered());
    }

    /** Called at the end of the subscription, for any reason. */
    void stop() {
        expiration.stop();
    }

    @Override
    public int heldBytes() {
        var filter = Objects.requireNonNull(start).request().filter();
        return (filter == null ? 0 : filter.filterBytes()) + (chanInfo == null ? 0 : chanInfo.size());
    }

    @Override
    public @Nullable Payload chanInfo() {
        return chanInfo;
    }

    @Override
    public boolean acceptsMissed(List<Publication> missed) {
        return Objects.requireNonNull(start).reply().budget().take(included(missed));
    }

    @Override
    public void onSubscribed(Subscribed result) {
        var started = Objects.requireNonNull(start);
        start = null;
        var grant = started.grant();
        var since = started.request().since();
        expiration.set(grant.expiry());
        boolean recovered = result.recovery() == Recovery.RECOVERED;
        started.reply()
                .receiver()
                .accept(new Reply.Subscribed(
                        owner.ttl(grant.expiry()),
                        recovered ? recoveredFrom(since, result.position()) : result.position(),
                        isRecoverable(),
                        owner.pushes(channel, included(result.publications()), deltas),
                        recovered,
                        since != null,
                        grant.data(),
                        deltas));
    }

    private List<Publication> included(List<Publication> publications) {
        return publications.stream().filter(selection::includes).toList();
    }

    /**
     * Returns the position from which the client continues. After the recovery of a stream, it advances from its own
     * offset by the recovered publications. The epoch is always the current one, because the client may have recovered
     * from an earlier epoch.
     */
    private @Nullable StreamPosition recoveredFrom(@Nullable StreamPosition since, @Nullable StreamPosition position) {
        return position == null || since == null || options.recoveryMode() != RecoveryMode.STREAM_RECOVERY
                ? position
                : new StreamPosition(position.epoch(), since.offset());
    }

    @Override
    public void onUnsubscribed(UnsubscribeReason reason) {
        owner.onEnded(this, reason);
    }

    @Override
    public CompletionStage<Renewal> renew() {
        return owner.renew(channel);
    }

    @Override
    public void onRenewed(Renewal renewal) {
        if (renewal.info() != null) {
            chanInfo = renewal.info();
        }
    }

    @Override
    public void onExpired() {
        owner.expire(this);
    }

    @Override
    public void disconnect(CloseReason reason) {
        owner.disconnect(reason);
    }

    private boolean isRecoverable() {
        return switch (options.recoveryMode()) {
            case STREAM_RECOVERY, CACHE_RECOVERY -> true;
            case NONE, POSITIONED -> false;
        };
    }

    private static @Nullable TagsFilter filter(Command.Subscribe request, Grant grant) {
        if (request.filter() == null) {
            return null;
        }
        if (!grant.mayFilter()) {
            throw new ErrorReplyException(ErrorCode.BAD_REQUEST);
        }
        return request.filter().toFilter();
    }

    /** Adds what the client requests and the grant permits to the options of the channel. */
    private static ChannelOptions upgraded(ChannelOptions options, Command.Subscribe request, Grant grant) {
        if (options.retention() == null || options.slowClientPolicy().mayDrop()) {
            return options;
        }
        boolean recovers = grant.mayRecover() && (request.recoverable() || request.since() != null);
        boolean positions = grant.mayPosition() && request.positioned();
        return switch (options.recoveryMode()) {
            case NONE ->
                recovers ? options.recovery() : positions ? options.recovery(RecoveryMode.POSITIONED) : options;
            case POSITIONED -> recovers ? options.recovery() : options;
            case STREAM_RECOVERY, CACHE_RECOVERY -> options;
        };
    }
}
