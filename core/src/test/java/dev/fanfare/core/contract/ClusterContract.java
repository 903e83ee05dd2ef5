package dev.fanfare.core.contract;

import static dev.fanfare.core.contract.HeardMessages.bytesOf;
import static dev.fanfare.core.contract.HeardMessages.textOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.core.port.Cluster;
import dev.fanfare.model.channel.EngineException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link Cluster}. An engine extends it and creates clusters, of several nodes if it supports them. Tests use
 * the first and the last node, which are the same in an engine with a single node.
 */
public abstract class ClusterContract {
    private static final int NODES = 3;
    private static final int ROUNDS = 4_000;
    private static final Duration ROUND = Duration.ofMillis(25);
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final int MAX_SURVEYS = 20;
    private static final Duration LONG_TIMEOUT = Duration.ofMinutes(1);

    private final List<HeardMessages> heard = new ArrayList<>();
    private List<? extends Cluster> nodes = List.of();

    /** Creates connected nodes that are not started: this number, or one if the engine supports a single node. */
    protected abstract List<? extends Cluster> create(int count);

    /** Advances the time of the engine. */
    protected abstract void elapse(Duration duration);

    @BeforeEach
    final void startNodes() {
        nodes = create(NODES);
        for (var node : nodes) {
            var messages = new HeardMessages();
            heard.add(messages);
            node.start(messages);
        }
        nodes.forEach(node -> waitUntil(() -> await(node.nodes()).size() == nodes.size(), "all nodes are connected"));
    }

    @AfterEach
    final void closeNodes() {
        nodes.forEach(Cluster::close);
    }

    @Test
    void nodes_started_areListedWithUniqueIds() {
        assertThat(ids()).doesNotHaveDuplicates().doesNotContain("");
        nodes.forEach(node -> assertThat(await(node.nodes())).containsExactlyInAnyOrderElementsOf(ids()));
    }

    @Test
    void send_oneNode_reachesOnlyThatNode() {
        for (var node : nodes) {
            await(first().send(node.self(), bytesOf("for " + node.self())));
        }

        for (int i = 0; i < nodes.size(); i++) {
            waitForMessages(heard.get(i), 1);
            assertThat(heard.get(i).messages()).containsExactly(first().self() + ": for " + ids().get(i));
        }
    }

    @Test
    void sendAll_reachesAllNodesAndTheSender() {
        await(first().sendAll(bytesOf("hello")));

        for (var each : heard) {
            waitForMessages(each, 1);
            assertThat(each.messages()).containsExactly(first().self() + ": hello");
        }
    }

    @Test
    void sendAndSendAll_mixed_keepTheOrder() {
        int count = 500;
        for (int i = 0; i < count; i++) {
            if (i % 2 == 0) {
                first().send(last().self(), bytesOf(Integer.toString(i)));
            } else {
                first().sendAll(bytesOf(Integer.toString(i)));
            }
        }

        waitForMessages(heard.getLast(), count);
        assertThat(heard.getLast().messages())
                .isEqualTo(IntStream.range(0, count)
                        .mapToObj(i -> first().self() + ": " + i)
                        .toList());
    }

    @Test
    void send_unknownNode_failsWithItsName() {
        assertThatThrownBy(() -> await(first().send("unknown-node", bytesOf("x"))))
                .hasCauseInstanceOf(EngineException.class)
                .hasMessageContaining("unknown-node");
    }

    @Test
    void survey_allAnswer_returnsAllAnswers() {
        for (int i = 0; i < nodes.size(); i++) {
            int number = i;
            heard.get(i).answerBy(question -> answered(number + " answers " + question));
        }

        var answers = await(last().survey(bytesOf("who?"), LONG_TIMEOUT));

        var expected = IntStream.range(0, nodes.size())
                .boxed()
                .collect(Collectors.toMap(ids()::get, i -> i + " answers " + last().self() + ": who?"));
        assertThat(texts(answers)).isEqualTo(expected);
    }

    @Test
    void survey_nodeIsLate_isMissing() {
        var late = new CompletableFuture<byte[]>();
        heard.forEach(each -> each.answerBy(question -> answered("yes")));
        heard.getLast().answerBy(question -> late);

        var answers = surveyWithoutTheLast();
        late.complete(bytesOf("late"));

        assertThat(answers).containsOnlyKeys(ids().subList(0, nodes.size() - 1));
    }

    @Test
    void survey_nodeFails_isMissing() {
        heard.forEach(each -> each.answerBy(question -> answered("yes")));
        heard.getLast().answerBy(question -> {
            throw new IllegalStateException("expected by this test");
        });
        assertThat(surveyWithoutTheLast()).containsOnlyKeys(ids().subList(0, nodes.size() - 1));

        heard.getLast()
                .answerBy(
                        question -> CompletableFuture.failedFuture(new IllegalStateException("expected by this test")));
        assertThat(surveyWithoutTheLast()).containsOnlyKeys(ids().subList(0, nodes.size() - 1));
    }

    /** Surveys until all nodes but the last have answered in time, because real time also passes on a busy machine. */
    private Map<String, byte[]> surveyWithoutTheLast() {
        var answers = await(first().survey(bytesOf("who?"), TIMEOUT));
        for (int left = MAX_SURVEYS; answers.size() < nodes.size() - 1 && left > 0; left--) {
            answers = await(first().survey(bytesOf("who?"), TIMEOUT));
        }
        return answers;
    }

    @Test
    void survey_timeoutNotPositive_isRejected() {
        assertThatThrownBy(() -> first().survey(bytesOf("who?"), Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT0S");
    }

    @Test
    void listener_sendsWithinCall_isNotReentered() {
        var node = createAndTrack();
        var inside = ConcurrentHashMap.<Thread>newKeySet();
        var nested = new AtomicInteger();
        var calls = new AtomicInteger();
        node.start(new Cluster.ClusterListener() {
            @Override
            public void onMessage(String fromNode, byte[] message) {
                call(() -> {
                    if (message.length == 0) {
                        node.send(node.self(), bytesOf("again"));
                        node.survey(bytesOf("who?"), LONG_TIMEOUT);
                    }
                });
            }

            @Override
            public CompletionStage<byte[]> onSurvey(String fromNode, byte[] question) {
                call(() -> node.send(node.self(), bytesOf("asked")));
                return answered("yes");
            }

            private void call(Runnable work) {
                if (!inside.add(Thread.currentThread())) {
                    nested.incrementAndGet();
                }
                work.run();
                inside.remove(Thread.currentThread());
                calls.incrementAndGet();
            }
        });

        node.send(node.self(), new byte[0]);

        waitUntil(() -> calls.get() == 4, "two messages, a survey and its message are received");
        assertThat(nested).hasValue(0);
    }

    @Test
    void close_laterCalls_fail() {
        var closed = last();
        closed.close();
        closed.close();

        assertFails(closed.nodes());
        assertFails(closed.send(closed.self(), bytesOf("x")));
        assertFails(closed.sendAll(bytesOf("x")));
        assertFails(closed.survey(bytesOf("x"), LONG_TIMEOUT));
        assertThat(heard.getLast().messages()).isEmpty();
    }

    @Test
    void close_duringSurvey_failsIt() {
        var survey = first().survey(bytesOf("who?"), LONG_TIMEOUT);

        first().close();

        assertFails(survey);
    }

    @Test
    void close_otherNodes_removeTheNode() {
        var closed = last();
        closed.close();

        for (var other : nodes.subList(0, nodes.size() - 1)) {
            waitUntil(
                    () -> await(other.nodes()).size() == nodes.size() - 1, "the other nodes notice that one has left");
            assertFails(other.send(closed.self(), bytesOf("x")));
        }
    }

    private Cluster createAndTrack() {
        var made = create(1).getFirst();
        var all = new ArrayList<Cluster>(nodes);
        all.add(made);
        nodes = all;
        return made;
    }

    private Cluster first() {
        return nodes.getFirst();
    }

    private Cluster last() {
        return nodes.getLast();
    }

    private List<String> ids() {
        return nodes.stream().map(Cluster::self).toList();
    }

    private void waitForMessages(HeardMessages messages, int count) {
        waitUntil(() -> messages.messages().size() >= count, count + " messages are received");
    }

    private void assertFails(CompletionStage<?> stage) {
        assertThatThrownBy(() -> await(stage)).hasCauseInstanceOf(EngineException.class);
    }

    private <T> T await(CompletionStage<T> stage) {
        var future = stage.toCompletableFuture();
        waitUntil(future::isDone, "the stage is complete");
        return future.join();
    }

    private void waitUntil(BooleanSupplier condition, String description) {
        for (int i = 0; i < ROUNDS && !condition.getAsBoolean(); i++) {
            elapse(ROUND);
        }
        assertThat(condition.getAsBoolean()).as(description).isTrue();
    }

    private static CompletionStage<byte[]> answered(String text) {
        return CompletableFuture.completedStage(bytesOf(text));
    }

    private static Map<String, String> texts(Map<String, byte[]> answers) {
        return answers.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, answer -> textOf(answer.getValue())));
    }
}
