package dev.fanfare.abuse;

import dev.fanfare.app.Channel;
import dev.fanfare.app.EventHandlers;
import dev.fanfare.app.Fanfare;
import dev.fanfare.app.Socket;
import dev.fanfare.app.SocketHandler;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.SlowClientPolicy;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An application that embeds the server. The argument is a directory of files.
 * <ul>
 * <li>{@code /echo}: returns each message
 * <li>{@code /busy}: accepts and receives nothing
 * <li>{@code /member}: receives events on the event loop
 * <li>{@code /sender}: sends an event to all members for each message
 * <li>{@code /prices}: 4,000 prices of 1 kB per second once a client has connected, conflated
 * <li>{@code /files}: the files of the directory
 * </ul>
 */
final class AbuseApplication {
    private static final int PRICES_PER_MILLISECOND = 4;
    private static final String FILLING = "x".repeat(1_000);

    private AbuseApplication() {}

    public static void main(String[] args) throws InterruptedException {
        var app = Fanfare.create();
        var forever = new CountDownLatch(1);
        app.websocket("/echo", ws -> {
            for (var message : ws.messages()) {
                ws.send(message);
            }
        });
        app.websocket("/busy", ws -> {
            ws.accept();
            forever.await();
        });
        var events = app.channel("events");
        app.eventLoopHandler("/member", () -> new Member(events));
        app.socketHandler("/sender", () -> new Sender(events));
        servePrices(app);
        app.files("/files", Path.of(args[0]));
        var address = app.listen("127.0.0.1", 0);
        System.out.println("Fanfare is ready at http://127.0.0.1:" + address.getPort() + "/");
        forever.await();
    }

    private static void servePrices(Fanfare app) {
        var prices = app.channel("prices", ChannelOptions.defaults().slowClients(SlowClientPolicy.conflate()));
        var feed = new PriceFeed(prices);
        app.websocket("/prices", ws -> {
            ws.subscribe(prices);
            feed.start();
            ws.awaitClose();
        });
    }

    /** Publishes numbered prices. */
    private static final class PriceFeed {
        private final Channel prices;
        private final AtomicBoolean started = new AtomicBoolean();
        private long number;

        PriceFeed(Channel prices) {
            this.prices = prices;
        }

        void start() {
            if (!started.getAndSet(true)) {
                Executors.newSingleThreadScheduledExecutor()
                        .scheduleAtFixedRate(this::publish, 0, 1, TimeUnit.MILLISECONDS);
            }
        }

        private void publish() {
            for (int i = 0; i < PRICES_PER_MILLISECOND; i++) {
                prices.publish(++number + " " + FILLING);
            }
        }
    }

    /** An event. */
    record Shout(String text) {}

    /** Receives events. */
    private static final class Member extends SocketHandler {
        private static final EventHandlers<Member> EVENTS =
                EventHandlers.of(Member.class).on(Shout.class, (member, socket, shout) -> member.heard++);

        private final Channel channel;
        private long heard;

        Member(Channel channel) {
            this.channel = channel;
        }

        @Override
        public void connect(Socket socket) {
            join(channel);
            socket.accept();
        }

        @Override
        protected EventHandlers<?> events() {
            return EVENTS;
        }
    }

    /** Sends an event for each message. */
    private static final class Sender extends SocketHandler {
        private final Channel channel;

        Sender(Channel channel) {
            this.channel = channel;
        }

        @Override
        public void receive(Socket socket, Payload message) {
            channel.publishEvent(new Shout("hello"));
        }
    }
}
