package dev.fanfare.transport.netty.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Arrays;
import java.util.List;

/** Where a request's body ends (RFC 9112, 6.3), and the letter of what is on the way there. Confined to the event loop. */
sealed interface BodySyntax {
    /** Takes the next byte, or throws {@link RefusedRequestException} when it breaks the rules. */
    void take(int b);

    boolean isDone();

    /**
     * The body that a head announces.
     *
     * @throws RefusedRequestException when it announces none for sure
     */
    static BodySyntax announcedBy(HttpRequest head, int maxFields) {
        var codings = head.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
        var lengths = head.headers().getAll(HttpHeaderNames.CONTENT_LENGTH);
        if (codings.isEmpty()) {
            return new Sized(length(lengths));
        }
        if (!lengths.isEmpty()) {
            throw RefusedRequestException.bad("Content-Length and Transfer-Encoding exclude one another");
        }
        if (head.protocolVersion().compareTo(HttpVersion.HTTP_1_1) < 0) {
            throw RefusedRequestException.bad("HTTP/1.0 has no Transfer-Encoding"); // RFC 9112, 6.1
        }
        requireChunked(codings);
        return new Chunked(maxFields);
    }

    /** RFC 9112, 6.3: a length that can be read in two ways is an attack. */
    private static long length(List<String> lengths) {
        if (lengths.isEmpty()) {
            return 0;
        }
        var length = lengths.getFirst();
        if (lengths.size() > 1 || !length.matches("[0-9]{1,18}")) {
            throw RefusedRequestException.bad("Content-Length is not one number");
        }
        return Long.parseLong(length);
    }

    /** RFC 9112, 6.1 and 6.3. */
    private static void requireChunked(List<String> fields) {
        var codings = fields.stream()
                .flatMap(field -> Arrays.stream(field.split(",", -1)))
                .map(String::strip)
                .toList();
        long chunked = codings.stream().filter("chunked"::equalsIgnoreCase).count();
        if (chunked != 1 || !codings.getLast().equalsIgnoreCase("chunked")) {
            throw RefusedRequestException.bad("Transfer-Encoding does not end with 'chunked', once");
        }
        if (codings.size() > 1) {
            throw new RefusedRequestException(501, "no Transfer-Encoding but 'chunked' is known");
        }
    }

    /** So many bytes. */
    final class Sized implements BodySyntax {
        private long left;

        private Sized(long length) {
            left = length;
        }

        @Override
        public void take(int b) {
            left--;
        }

        @Override
        public boolean isDone() {
            return left == 0;
        }
    }

    /** Chunks and trailer fields (RFC 9112, 7.1). */
    final class Chunked implements BodySyntax {
        private enum State {
            SIZE,
            EXTENSION,
            SIZE_END,
            DATA,
            DATA_CR,
            DATA_LF,
            TRAILER
        }

        private static final int MAX_DIGITS = 8;
        private static final int MAX_EXTENSION_BYTES = 256;
        private static final int HEX = 16;

        private final HeadSyntax trailer;
        private State state = State.SIZE;
        private long size;
        private int length;

        private Chunked(int maxFields) {
            trailer = HeadSyntax.ofTrailer(maxFields);
        }

        @Override
        public boolean isDone() {
            return trailer.isDone();
        }

        @Override
        public void take(int b) {
            switch (state) {
                case SIZE -> size(b);
                case EXTENSION -> extension(b);
                case SIZE_END -> {
                    require(b == HeadSyntax.LF);
                    state = size == 0 ? State.TRAILER : State.DATA;
                }
                case DATA -> {
                    size--;
                    state = size == 0 ? State.DATA_CR : State.DATA;
                }
                case DATA_CR -> {
                    require(b == HeadSyntax.CR);
                    state = State.DATA_LF;
                }
                case DATA_LF -> {
                    require(b == HeadSyntax.LF);
                    state = State.SIZE;
                    length = 0;
                }
                case TRAILER -> trailer.take(b);
            }
        }

        private void size(int b) {
            if (b == HeadSyntax.CR || b == ';') {
                require(length > 0);
                state = b == ';' ? State.EXTENSION : State.SIZE_END;
                length = 0;
            } else {
                int digit = Character.digit(b, HEX);
                require(digit >= 0 && length < MAX_DIGITS);
                size = size * HEX + digit;
                length++;
            }
        }

        /** RFC 9112, 7.1.1: nobody knows any; they are passed over, as long as they are short. */
        private void extension(int b) {
            if (b == HeadSyntax.CR) {
                state = State.SIZE_END;
            } else {
                require(b >= ' ' && b < 0x7F && length < MAX_EXTENSION_BYTES);
                length++;
            }
        }

        private static void require(boolean lawful) {
            if (!lawful) {
                throw RefusedRequestException.bad("a chunk of the request's body is malformed");
            }
        }
    }
}
