package dev.fanfare.transport.netty.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Netty's strict request decoder, and the checks of RFC 9112 that it lacks. Every request that two servers could frame
 * differently is rejected, and nothing after it is read. Confined to the connection's event loop.
 */
public final class RequestDecoder extends HttpRequestDecoder {
    private static final int REQUEST_HEADER_FIELDS_TOO_LARGE = 431;
    private static final int NOT_IMPLEMENTED = 501;
    private static final int HTTP_VERSION_NOT_SUPPORTED = 505;
    private static final String VERSION_PREFIX = "HTTP/";
    private static final int VERSION_CHARS = "HTTP/1.1".length();
    private static final String CHUNKED = "chunked";

    private final int maxFields;
    private final LineSyntax lines = new LineSyntax();
    private boolean withinHead;
    private boolean withinBody;
    private boolean rejected;
    private @Nullable ChunkSyntax chunks;
    /** Index in the request line at which the next word must start. */
    private int nextWord;

    private int fields;
    private boolean hasLength;
    private BooleanSupplier pause = () -> false;
    private boolean decoding;

    public RequestDecoder(HttpLimits limits) {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(limits.maxLineBytes())
                .setMaxHeaderSize(limits.maxHeaderBytes())
                // Explicit, because system properties can change the defaults.
                .setStrictLineParsing(true)
                .setUseRfc9112TransferEncoding(true)
                .setAllowDuplicateContentLengths(false));
        this.maxFields = limits.maxHeaders();
    }

    /** Decodes nothing while this condition holds, so that messages that the handler does not accept yet need no memory. */
    void pauseWhile(BooleanSupplier condition) {
        pause = condition;
    }

    /** Continues after a pause, unless the loop that decodes the rest of a read is still running. */
    void resume(ChannelPipeline pipeline) {
        var own = pipeline.context(this);
        if (own != null && !decoding && actualReadableBytes() > 0) {
            try {
                channelRead(own, Unpooled.EMPTY_BUFFER);
            } catch (Exception failure) {
                own.fireExceptionCaught(failure);
            }
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object input) throws Exception {
        if (pause.getAsBoolean()) {
            // Only now: stopping and resuming for each request would cost system calls that most requests do not need.
            ctx.channel().config().setAutoRead(false);
        }
        boolean outer = decoding;
        decoding = true;
        try {
            super.channelRead(ctx, input);
        } finally {
            decoding = outer;
        }
    }

    /** During a pause, Netty would read more because nothing is decoded. */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        if (pause.getAsBoolean()) {
            ctx.fireChannelReadComplete();
        } else {
            super.channelReadComplete(ctx);
        }
    }

    /** Whether a request has begun whose head is incomplete. */
    boolean isWithinHead() {
        return !withinBody && !rejected && (withinHead || actualReadableBytes() > 0);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        if (rejected) {
            in.skipBytes(in.readableBytes());
            return;
        }
        if (pause.getAsBoolean()) {
            return;
        }
        int begin = in.readerIndex();
        super.decode(ctx, in, out);
        if (hasFailed(out)) {
            rejected = true;
            return;
        }
        try {
            // One call decodes a part of a head or a part of a body, never both.
            checkBytes(in, begin, in.readerIndex());
            checkMessages(out);
        } catch (RejectedRequestException rejection) {
            rejected = true;
            out.forEach(ReferenceCountUtil::release);
            out.clear();
            out.add(failed(rejection));
        }
    }

    /** RFC 9112, 3: single spaces separate method, target and version. */
    @Override
    protected String splitFirstWordInitialLine(byte[] line, int start, int length) {
        withinHead = true;
        fields = 0;
        hasLength = false;
        nextWord = start + length + 1;
        return super.splitFirstWordInitialLine(line, start, length);
    }

    /** RFC 9112, 3.2: a target consists of visible ASCII characters. */
    @Override
    protected String splitSecondWordInitialLine(byte[] line, int start, int length) {
        requireWord(line, start);
        for (int i = start; i < start + length; i++) {
            if (line[i] <= ' ' || line[i] == LineSyntax.DELETE) {
                throw RejectedRequestException.bad(
                        "the request target contains a character that is not valid in a URI");
            }
        }
        nextWord = start + length + 1;
        return super.splitSecondWordInitialLine(line, start, length);
    }

    /** RFC 9112, 2.3; a request of a later minor version is handled as HTTP/1.1 (RFC 9110, 2.5). */
    @Override
    protected String splitThirdWordInitialLine(byte[] line, int start, int length) {
        requireWord(line, start);
        var version = super.splitThirdWordInitialLine(line, start, length);
        if (length != VERSION_CHARS || !version.startsWith(VERSION_PREFIX)) {
            throw malformedLine();
        }
        if (version.charAt(VERSION_PREFIX.length()) != '1') {
            throw new RejectedRequestException(
                    HTTP_VERSION_NOT_SUPPORTED, "the HTTP version is not supported: use HTTP/1.1");
        }
        return version;
    }

    /** Called once per field of a head or trailer. */
    @Override
    protected AsciiString splitHeaderName(byte[] line, int start, int length) {
        if (++fields > maxFields) {
            throw new RejectedRequestException(
                    REQUEST_HEADER_FIELDS_TOO_LARGE, "the request has more than " + maxFields + " header fields");
        }
        var name = super.splitHeaderName(line, start, length);
        if (HttpHeaderNames.CONTENT_LENGTH.contentEqualsIgnoreCase(name)) {
            // RFC 9112, 6.3. Netty accepts duplicates in HTTP/1.0.
            if (hasLength) {
                throw RejectedRequestException.bad("the request has more than one Content-Length");
            }
            hasLength = true;
        }
        return name;
    }

    private static boolean hasFailed(List<Object> messages) {
        for (var message : messages) {
            if (((HttpObject) message).decoderResult().isFailure()) {
                return true;
            }
        }
        return false;
    }

    private void requireWord(byte[] line, int start) {
        if (start != nextWord || line[start - 1] != ' ') {
            throw malformedLine();
        }
    }

    private static RejectedRequestException malformedLine() {
        return RejectedRequestException.bad(
                "the request line is malformed: expected METHOD SP target SP HTTP/1.1 with single spaces");
    }

    private void checkBytes(ByteBuf in, int begin, int end) {
        for (int i = begin; i < end; i++) {
            if (!withinBody) {
                lines.accept(in.getUnsignedByte(i));
            } else if (chunks != null) {
                chunks.accept(in.getUnsignedByte(i));
            }
        }
    }

    private void checkMessages(List<Object> messages) {
        for (var message : messages) {
            if (message instanceof HttpRequest request) {
                checkFraming(request, messages.getLast() instanceof LastHttpContent);
                withinHead = false;
                withinBody = true;
            }
            if (message instanceof LastHttpContent) {
                withinBody = false;
                chunks = null;
            }
        }
    }

    /** RFC 9112, 6.1 and 6.3. */
    private void checkFraming(HttpRequest request, boolean complete) {
        var encodings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
        if (encodings.isEmpty()) {
            if (!complete && !hasLength) {
                // Netty reads 8 bytes after the head of a WebSocket draft (hixie-76).
                throw RejectedRequestException.bad("the request has a body but no Content-Length");
            }
            return;
        }
        requireChunked(encodings);
        fields = 0;
        chunks = new ChunkSyntax(lines);
    }

    private static void requireChunked(List<String> encodings) {
        var codings = Arrays.stream(String.join(",", encodings).split(",", -1))
                .map(coding -> coding.strip().toLowerCase(Locale.ROOT))
                .toList();
        if (codings.indexOf(CHUNKED) != codings.size() - 1) {
            throw RejectedRequestException.bad("Transfer-Encoding must contain 'chunked' once, as the last coding");
        }
        if (codings.size() > 1) {
            throw new RejectedRequestException(
                    NOT_IMPLEMENTED, "the Transfer-Encoding is not supported: only 'chunked' is");
        }
    }

    private HttpObject failed(RejectedRequestException rejection) {
        HttpObject message = withinBody
                ? new DefaultLastHttpContent()
                : new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/");
        message.setDecoderResult(DecoderResult.failure(rejection));
        return message;
    }
}
