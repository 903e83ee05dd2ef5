package dev.fanfare.examples;

import dev.fanfare.app.Channel;
import dev.fanfare.app.Fanfare;
import dev.fanfare.app.Request;
import dev.fanfare.app.RequestRefusedException;
import dev.fanfare.app.Resume;
import dev.fanfare.app.StaticFile;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.SlowClientPolicy;
import dev.fanfare.model.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A backend streams an answer piece by piece. Every page of a conversation follows it, also after a reload. */
public final class Assistant implements Example {
    /** The pieces of the latest answers; at most {@code FanfareSettings.withRecoveryLimit}. */
    private static final int KEPT = 300;

    private static final int LONGEST_QUESTION = 500;
    private static final Pattern BETWEEN_WORDS = Pattern.compile("(?<=\\s)");
    private static final String ANSWER = """
            This text does not come from a language model, but it arrives like one: word by word. The backend publishes each word \
            in a channel with a history. Every page of this conversation subscribes to the channel, so all of them show the same \
            answer.

            Reload this page now. It shows the answer so far and continues, because its connection starts with the history. Open a \
            second tab: it follows the same answer. Stop the server and start it again: with Redis, the page continues on the next \
            node without a gap and without a repeated word.

            A page that reads slowly receives the words that wait for it as one message. The Stop button is a separate request, \
            which any node of the cluster can receive.""";

    private final Duration pace;

    /** The first message of an answer. */
    record Question(String question) {}

    /** The last message of an answer. The pieces in between are text. */
    record End(String end) {}

    /** An event between the nodes: the one that creates the answer ends it. */
    record Stop(String conversation) {}

    /** Creates the example. */
    public Assistant() {
        this(Duration.ofMillis(60));
    }

    /** Creates the example with another time between two pieces. */
    public Assistant(Duration pace) {
        this.pace = pace;
    }

    @Override
    public String name() {
        return "assistant";
    }

    @Override
    public String summary() {
        return "A backend streams an answer word by word. Every page follows it, also after a reload.";
    }

    @Override
    public void addTo(Fanfare app) {
        // If a client is slow, the pieces that wait for it are joined.
        var conversations = app.channels(
                "assistant:", ChannelOptions.history(KEPT, Duration.ofHours(1)).slowClients(SlowClientPolicy.append()));
        app.websocket("/ws/assistant/{conversation}", ws -> {
            var conversation = conversations.channel(ws.path("conversation"));
            ws.subscribe(conversation, Resume.fromQuery("position").orLatest(KEPT));
            ws.awaitClose();
        });

        var answers = new Answers();
        var stops = app.channel("assistant-stops");
        app.onStart(() -> stops.eventListener().on(Stop.class, stop -> answers.stop(stop.conversation())));
        app.onStop(answers::stopAll);
        app.post("/assistant/{conversation}/question", request -> {
            answers.start(conversations.channel(request.path("conversation")), question(request));
            return HttpResponse.text(202, "");
        });
        app.post("/assistant/{conversation}/stop", request -> {
            stops.publishEvent(
                    new Stop(conversations.channel(request.path("conversation")).name()));
            return HttpResponse.text(202, "");
        });
        app.get("/assistant", StaticFile.fromClasspath(Assistant.class, "assistant.html"));
    }

    private static String question(Request request) {
        var question = request.form("question").map(String::strip).orElse("");
        if (question.isEmpty() || question.length() > LONGEST_QUESTION) {
            throw new RequestRefusedException(400, "question must have 1 to " + LONGEST_QUESTION + " characters");
        }
        return question;
    }

    /** An answer that is not complete. */
    private record Answer(CountDownLatch stopped, CountDownLatch ended) {}

    /** The answers that this node creates. Thread-safe. */
    private final class Answers {
        private final Map<String, Answer> running = new ConcurrentHashMap<>();

        void start(Channel conversation, String question) {
            var answer = new Answer(new CountDownLatch(1), new CountDownLatch(1));
            if (running.putIfAbsent(conversation.name(), answer) != null) {
                throw new RequestRefusedException(409, "the previous answer is not complete: stop it first");
            }
            Thread.ofVirtual().name("answer").start(() -> {
                try {
                    conversation.publishJson(new Question(question));
                    conversation.publishJson(new End(stream(conversation, answer.stopped()) ? "complete" : "stopped"));
                } finally {
                    running.remove(conversation.name());
                    answer.ended().countDown();
                }
            });
        }

        /** Publishes each piece as the model creates it. Returns false if the answer was stopped. */
        private boolean stream(Channel conversation, CountDownLatch stopped) {
            try {
                for (var piece : BETWEEN_WORDS.split(ANSWER, -1)) {
                    conversation.publish(piece);
                    if (stopped.await(pace.toMillis(), TimeUnit.MILLISECONDS)) {
                        return false;
                    }
                }
                return true;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        void stop(String conversation) {
            var answer = running.get(conversation);
            if (answer != null) {
                answer.stopped().countDown();
            }
        }

        /** Waits for the last messages of the answers, which pages on other nodes receive. */
        void stopAll() {
            var stopping = List.copyOf(running.values());
            stopping.forEach(answer -> answer.stopped().countDown());
            try {
                for (var answer : stopping) {
                    answer.ended().await();
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
