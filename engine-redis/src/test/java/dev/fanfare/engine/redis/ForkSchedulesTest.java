package dev.fanfare.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.node.Recovery;
import dev.fanfare.engine.redis.server.RedisProcess;
import dev.fanfare.model.channel.RecoveryMode;
import dev.fanfare.model.channel.StreamPosition;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RestoreArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Random schedules of lagging replicas, promotions, stale primaries and restored snapshots on real servers. A client
 * whose reply contains a recovery must then have received exactly the publications of the server. Copies of keys
 * simulate the replication.
 */
@Tag("full")
@Timeout(600)
class ForkSchedulesTest {
    private static final Logger LOG = LoggerFactory.getLogger(ForkSchedulesTest.class);
    private static final int SCHEDULES = 200;
    private static final int STEPS = 60;
    private static final int SERVERS = 3;
    private static final int CLIENTS = 4;
    private static final long FIRST_SEED = 1;

    private final List<Server> servers =
            Stream.generate(Server::new).limit(SERVERS).toList();
    private int recovered;
    private int refused;
    private int needless;
    private int forks;

    @AfterEach
    void close() {
        servers.forEach(Server::close);
    }

    @Test
    void schedules_random_hideNoLoss() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SCHEDULES; seed++) {
            new Schedule(seed).run();
        }

        LOG.info("{} forks, {} recovered, {} refused, {} needlessly", forks, recovered, refused, needless);
        assertThat(forks).isGreaterThan(SCHEDULES);
        assertThat(recovered).isGreaterThan(SCHEDULES);
        assertThat(refused).isGreaterThan(SCHEDULES);
    }

    /** The data of a server: the publications of the channel by offset, and the dumps of its keys. */
    private static final class State {
        static final State EMPTY = new State(List.of(), null, null);

        private final List<String> texts;
        private final byte @Nullable [] meta;
        private final byte @Nullable [] stream;

        State(List<String> texts, byte @Nullable [] meta, byte @Nullable [] stream) {
            this.texts = texts;
            this.meta = meta;
            this.stream = stream;
        }
    }

    /** A client with everything that it has received. */
    private static final class Client {
        private List<String> view = List.of();
        private @Nullable StreamPosition position;
    }

    /** A server with two nodes. */
    private static final class Server implements AutoCloseable {
        private final RedisProcess process = RedisProcess.start();
        private final RedisSettings settings = TestRedis.settings(process.url()).withPrefix("forks");
        private final List<TestNode> nodes = List.of(new TestNode(settings), new TestNode(settings));
        private final RedisClient client = RedisClient.create(process.url());
        private final StatefulRedisConnection<String, String> connection = client.connect();

        private List<String> texts = new ArrayList<>();
        private State snapshot = State.EMPTY;
        private boolean primary;

        Server() {
            nodes.forEach(node -> node.engine().ready().toCompletableFuture().join());
        }

        State state(String channel) {
            var keys = settings.locations().getFirst().keys();
            return new State(
                    List.copyOf(texts),
                    connection.sync().dump(keys.meta(channel)),
                    connection.sync().dump(keys.stream(channel)));
        }

        void load(String channel, State state) {
            var keys = settings.locations().getFirst().keys();
            texts = new ArrayList<>(state.texts);
            restore(keys.meta(channel), state.meta);
            restore(keys.stream(channel), state.stream);
        }

        void changeReplicationId() {
            RedisProcess.debug(connection.sync(), "CHANGE-REPL-ID");
        }

        private void restore(String key, byte @Nullable [] dump) {
            if (dump == null) {
                connection.sync().del(key);
            } else {
                connection.sync().restore(key, dump, RestoreArgs.Builder.ttl(0).replace());
            }
        }

        @Override
        public void close() {
            nodes.forEach(TestNode::close);
            client.shutdown(0, 0, TimeUnit.SECONDS);
            process.close();
        }
    }

    private final class Schedule {
        private final Random random;
        private final String channel;
        private final String name;
        private final List<Client> clients =
                Stream.generate(Client::new).limit(CLIENTS).toList();
        private int published;

        Schedule(long seed) {
            random = new Random(seed);
            channel = "seed-" + seed;
            name = "seed " + seed;
        }

        void run() {
            servers.forEach(server -> {
                server.texts = new ArrayList<>();
                server.snapshot = State.EMPTY;
                server.primary = false;
            });
            promote(servers.getFirst());
            IntStream.range(0, STEPS).forEach(step -> step());
        }

        private void step() {
            var server = servers.get(random.nextInt(SERVERS));
            switch (random.nextInt(12)) {
                case 0 -> follow(server, servers.get(random.nextInt(SERVERS)));
                case 1 -> promote(server);
                case 2 -> server.snapshot = server.state(channel);
                case 3 -> {
                    if (server.primary) {
                        forks += server.texts.size() > server.snapshot.texts.size() ? 1 : 0;
                        server.load(channel, server.snapshot);
                        server.changeReplicationId();
                    }
                }
                case 4, 5, 6, 7 -> {
                    if (server.primary) {
                        publish(server);
                    }
                }
                default -> {
                    if (server.primary) {
                        comeBack(server, clients.get(random.nextInt(CLIENTS)));
                    }
                }
            }
        }

        /** Makes a server a replica with all data of another one. */
        private void follow(Server server, Server other) {
            if (server != other && other.primary) {
                forks += other.texts.size() < server.texts.size() ? 1 : 0;
                server.load(channel, other.state(channel));
                server.primary = false;
            }
        }

        /** Makes a server a primary. Other primaries keep their role until they follow a server. */
        private void promote(Server server) {
            if (!server.primary) {
                server.changeReplicationId();
                server.primary = true;
            }
        }

        private void publish(Server server) {
            var text = name + " " + ++published;
            server.nodes.get(random.nextInt(2)).publishAll(channel, text);
            server.texts.add(text);
        }

        private void comeBack(Server server, Client client) {
            var node = server.nodes.get(random.nextInt(2));
            var since = client.position == null ? StreamPosition.NONE : client.position;
            var answer = node.recover(channel, since, RecoveryMode.STREAM_RECOVERY);
            var view = new ArrayList<>(client.view);
            if (answer.recovery() == Recovery.RECOVERED) {
                view.addAll(TestNode.texts(answer));
                assertThat(view).as("%s at %s", name, since).isEqualTo(server.texts);
                recovered++;
            } else {
                boolean prefix =
                        view.size() <= server.texts.size() && view.equals(server.texts.subList(0, view.size()));
                needless += prefix && !view.isEmpty() ? 1 : 0;
                refused += client.position != null ? 1 : 0;
            }
            client.view = List.copyOf(server.texts);
            client.position = answer.position();
        }
    }
}
