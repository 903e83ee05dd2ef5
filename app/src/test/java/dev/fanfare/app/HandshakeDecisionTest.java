package dev.fanfare.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.core.session.SessionSettings;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.http.Headers;
import dev.fanfare.testkit.app.HandshakeRefusedException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a handler in the function style lets a client in, or does not. */
@ParameterizedClass
@EnumSource(Wire.class)
class HandshakeDecisionTest {
    private final Wire wire;
    private final TestApp test;

    HandshakeDecisionTest(Wire wire) {
        this.wire = wire;
        this.test = new TestApp(wire);
    }

    @AfterEach
    void stop() {
        test.close();
    }

    @Test
    void handler_startsBeforeThe101_whichAcceptSends() {
        var started = new CompletableFuture<Boolean>();
        var gate = new CompletableFuture<Boolean>();
        test.app().websocket("/", ws -> {
            started.complete(true);
            gate.join();
            ws.accept(Headers.of("x-let-in", "yes"));
            ws.accept();
            ws.receive();
        });
        try (var client = test.server().begin("/")) {
            assertThat(TestApp.get(started)).isTrue();
            gate.complete(true);

            assertThat(client.accepted().responseHeaders().all("x-let-in")).containsExactly("yes");
        }
    }

    @Test
    void firstSubscribeSendOrReceive_sendsThe101() {
        var lobby = test.app().channel("lobby");
        test.app().websocket("/subscribe", ws -> {
            ws.subscribe(lobby);
            ws.receive();
        });
        test.app().websocket("/send", ws -> {
            ws.send("hello");
            ws.receive();
        });
        test.app().websocket("/receive", ws -> ws.send(ws.receiveText()));
        try (var subscribed = test.server().connect("/subscribe");
                var greeted = test.server().connect("/send");
                var heard = test.server().connect("/receive")) {
            heard.sendText("something");

            subscribed.receiveNothing();
            assertThat(greeted.receiveText()).isEqualTo("hello");
            assertThat(heard.receiveText()).isEqualTo("something");
        }
    }

    @Test
    void framesBehindTheHandshake_waitForTheHandler() {
        var gate = new CompletableFuture<Boolean>();
        test.app().websocket("/", ws -> {
            gate.join();
            ws.send(ws.receiveText());
        });
        try (var client = test.server().begin("/")) {
            client.sendText("early");
            gate.complete(true);

            assertThat(client.accepted().receiveText()).isEqualTo("early");
        }
    }

    @Test
    void refuse_answersWithStatusAndBody() {
        test.app().websocket("/", ws -> ws.refuse(402, "pay first"));

        var response = test.refusal("/");
        assertThat(response.status()).isEqualTo(402);
        assertThat(response.text()).isEqualTo("pay first");
    }

    @Test
    void refuse_afterAccept_throws() {
        var failures = new LinkedBlockingQueue<RuntimeException>();
        test.app().websocket("/", ws -> {
            ws.accept();
            try {
                ws.refuse(403, "too late");
            } catch (IllegalStateException tooLate) {
                failures.add(tooLate);
            }
        });
        try (var client = test.server().connect("/")) {
            assertThat(TestApp.next(failures)).hasMessageContaining("close");
            assertThat(client.receiveClose().code()).isEqualTo(1000);
        }
    }

    @Test
    void thrownRefusal_answersWithItsStatus() {
        test.app().websocket("/", ws -> {
            throw new RequestRefusedException(401, "authentication required");
        });

        var response = test.refusal("/");
        assertThat(response.status()).isEqualTo(401);
        assertThat(response.text()).isEqualTo("authentication required");
    }

    @Test
    void otherException_is500BeforeThe101() {
        test.app().websocket("/", ws -> {
            throw new IOException("on purpose");
        });

        var response = test.refusal("/");
        assertThat(response.status()).isEqualTo(500);
        assertThat(response.text()).doesNotContain("on purpose");
    }

    @Test
    void exception_closesWith1011AfterThe101() {
        test.app().websocket("/", ws -> {
            ws.send("last words");
            throw new IllegalStateException("on purpose");
        });
        try (var client = test.server().connect("/")) {
            assertThat(client.receiveText()).isEqualTo("last words");
            assertThat(client.receiveClose().code()).isEqualTo(1011);
        }
    }

    @Test
    void refusal_closesWith1008AfterThe101() {
        test.app().websocket("/", ws -> {
            ws.accept();
            throw new RequestRefusedException(403, "changed my mind");
        });
        try (var client = test.server().connect("/")) {
            assertThat(client.receiveClose()).isEqualTo(new CloseReason(1008, "changed my mind"));
        }
    }

    @Test
    void handlerThatReturnsWithoutADecision_is403() {
        test.app().websocket("/", ws -> {});

        assertThat(test.refusal("/").status()).isEqualTo(403);
    }

    @Test
    void handlerThatReturnsLater_closesWith1000() {
        test.app().websocket("/", ws -> ws.send("done"));
        try (var client = test.server().connect("/")) {
            assertThat(client.receiveText()).isEqualTo("done");
            assertThat(client.receiveClose().code()).isEqualTo(1000);
        }
    }

    @Test
    void handlerThatNeverDecides_is503AndCannotAcceptLater() {
        var gate = new CompletableFuture<Boolean>();
        var late = new CompletableFuture<ClosedException>();
        try (var impatient =
                new TestApp(wire, TestApp.settings(TestApp.BRIEF, SessionSettings.DEFAULTS.outboxMaxBytes()))) {
            impatient.app().websocket("/", ws -> {
                gate.join();
                try {
                    ws.accept();
                } catch (ClosedException closed) {
                    late.complete(closed);
                }
            });
            try (var client = impatient.server().begin("/")) {
                impatient.letPass(TestApp.BRIEF);

                assertThatThrownBy(client::accepted)
                        .isInstanceOfSatisfying(
                                HandshakeRefusedException.class,
                                refused -> assertThat(refused.status()).isEqualTo(503));
            }
            gate.complete(true);

            assertThat(TestApp.get(late).reason().code()).isEqualTo(1006);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "1.5", "99999999999", "7x", "%20"})
    void pathInt_withoutInteger_refusesWith404(String id) {
        test.app().websocket("/ws/{id}", ws -> ws.send("id " + ws.pathInt("id")));

        assertThat(test.refusal("/ws/" + id).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-5", "2147483647", "-2147483648"})
    void pathInt_ofAnInteger_isIt(String id) {
        test.app().websocket("/ws/{id}", ws -> ws.send("id " + ws.pathInt("id")));
        try (var client = test.server().connect("/ws/" + id)) {
            assertThat(client.receiveText()).isEqualTo("id " + id);
        }
    }

    @Test
    void close_beforeAccept_returns403() {
        test.app().websocket("/{id}", ws -> {
            try {
                ws.pathInt("id");
            } finally {
                ws.close();
            }
        });

        assertThat(test.refusal("/x").status()).isEqualTo(403);
    }

    @Test
    void close_afterARefusal_doesNothing() {
        var closed = new LinkedBlockingQueue<String>();
        test.app().websocket("/", ws -> {
            ws.refuse(401, "authentication required");
            ws.close();
            closed.add("without complaint");
        });

        assertThat(test.refusal("/").status()).isEqualTo(401);
        assertThat(TestApp.next(closed)).isEqualTo("without complaint");
    }

    @Test
    void pathQueryAndHeaders_areDecoded() {
        test.app()
                .websocket(
                        "/{room}/x",
                        ws -> ws.send(ws.path("room") + "|" + ws.query("q").orElse("none") + "|"
                                + ws.query("r").orElse("none") + "|"
                                + ws.header("X-Me").orElse("none")));
        try (var client = test.server().connect("/a%20b+c%2Fd/x?q=1%262+3", "x-me: you")) {
            assertThat(client.receiveText()).isEqualTo("a b+c/d|1&2 3|none|you");
        }
    }
}
