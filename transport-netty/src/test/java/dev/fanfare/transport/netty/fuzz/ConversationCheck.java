package dev.fanfare.transport.netty.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.testkit.client.ClientFrame;
import dev.fanfare.transport.netty.fuzz.Conversation.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Compares the output of a server with the expected output. */
final class ConversationCheck {
    private static final int SWITCHING = 101;
    /** Up to this number of pings in one read, each is answered. */
    private static final int PINGS_ANSWERED = 16;

    private static final int VERSION_NOT_SUPPORTED = 505;

    private ConversationCheck() {}

    /** Outcome of a conversation, for statistics. */
    enum Result {
        REFUSED,
        OPEN,
        CLOSED,
        FAILED,
        UNKNOWN
    }

    static Result check(Conversation conversation, byte[] said, boolean takeoverAllowed) {
        var speech = new ServerSpeech(said);
        if (conversation.verdict() == Verdict.UNKNOWN) {
            return checkUnknown(speech);
        }
        if (conversation.verdict() == Verdict.REFUSED) {
            assertThat(speech.status()).isBetween(400, 499);
            return Result.REFUSED;
        }
        return check(conversation.frames(), speech, takeoverAllowed);
    }

    /** Checks the part after a valid handshake. */
    static Result check(byte[] frames, ServerSpeech speech, boolean takeoverAllowed) {
        assertThat(speech.status()).isEqualTo(SWITCHING);
        var agreed = speech.extension();
        boolean takeover = takeoverAllowed && !agreed.contains("client_no_context_takeover");
        var expected = new ReferenceServer(frames, FuzzedServer.LIMITS, !agreed.isEmpty(), takeover).read();
        compare(speech.replies(), expected);
        return expected.ended() ? Result.CLOSED : expected.failure().isEmpty() ? Result.OPEN : Result.FAILED;
    }

    private static Result checkUnknown(ServerSpeech speech) {
        if (speech.status() == SWITCHING) {
            speech.replies();
        } else if (speech.status() != 0) {
            // 505: a byte of the version was changed.
            assertThat(speech.status()).isBetween(400, VERSION_NOT_SUPPORTED);
        }
        return Result.UNKNOWN;
    }

    private static void compare(List<Reply> replies, Expected expected) {
        var all = new ArrayList<>(replies);
        if (!expected.failure().isEmpty()) {
            assertThat(all).isNotEmpty();
            assertThat(expected.failure().stream().map(Reply::close)).contains(all.removeLast());
        }
        assertThat(withoutPongsIf(expected.pings() > PINGS_ANSWERED, all))
                .isEqualTo(withoutPongsIf(expected.pings() > PINGS_ANSWERED, expected.replies()));
    }

    private static List<Reply> withoutPongsIf(boolean many, List<Reply> replies) {
        var unwanted = many ? Set.of(ClientFrame.PONG) : Set.of();
        return replies.stream()
                .filter(reply -> !unwanted.contains(reply.opcode()))
                .toList();
    }
}
