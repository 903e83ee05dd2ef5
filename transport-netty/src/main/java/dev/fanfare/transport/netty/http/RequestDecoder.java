package dev.fanfare.transport.netty.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Netty's parser of requests, and beside it the letter of RFC 9112 over the same bytes. A request passes when both find
 * nothing wrong and agree where it ends: what could be read in two ways, and smuggled past one of two readers, is refused.
 * After a refusal nothing more is read. Confined to the event loop.
 */
public final class RequestDecoder extends HttpRequestDecoder {
    private final int maxFields;
    private HeadSyntax head;
    private @Nullable BodySyntax body;
    private boolean refused;

    public RequestDecoder(HttpLimits limits) {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(limits.maxLineBytes())
                .setMaxHeaderSize(limits.maxHeaderBytes()));
        this.maxFields = limits.maxHeaders();
        this.head = HeadSyntax.ofHead(maxFields);
    }

    /** True when a request has begun whose head is not here as a whole. */
    boolean isWithinHead() {
        return body == null && !refused && (head.hasBegun() || actualReadableBytes() > 0);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        if (refused) {
            in.skipBytes(in.readableBytes());
            return;
        }
        int begin = in.readerIndex();
        super.decode(ctx, in, out);
        if (out.stream()
                .anyMatch(message -> ((HttpObject) message).decoderResult().isFailure())) {
            refused = true;
            return;
        }
        try {
            walk(in, begin, in.readerIndex());
            out.forEach(message -> compare((HttpObject) message));
        } catch (RefusedRequestException refusal) {
            refused = true;
            out.forEach(ReferenceCountUtil::release);
            out.clear();
            out.add(failed(refusal));
        }
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        // Looked at behind the head, with all else that announces a body.
    }

    /** The codec returns at the end of a head, so that the bytes are of a head or of a body, not of both. */
    private void walk(ByteBuf in, int begin, int end) {
        for (int i = begin; i < end; i++) {
            if (body == null) {
                head.take(in.getUnsignedByte(i));
            } else {
                body.take(in.getUnsignedByte(i));
            }
        }
    }

    private void compare(HttpObject message) {
        if (message instanceof HttpRequest request) {
            if (!head.isDone()) {
                throw RefusedRequestException.bad("the request's head ends in two places");
            }
            body = BodySyntax.announcedBy(request, maxFields);
        }
        if (message instanceof LastHttpContent) {
            if (body == null || !body.isDone()) {
                throw RefusedRequestException.bad("the request's body ends in two places");
            }
            body = null;
            head = HeadSyntax.ofHead(maxFields);
        }
    }

    private HttpObject failed(RefusedRequestException refusal) {
        HttpObject message = body == null
                ? new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/")
                : new DefaultLastHttpContent();
        message.setDecoderResult(DecoderResult.failure(refusal));
        return message;
    }
}
