package dev.fanfare.transport.netty.http;

import dev.fanfare.model.http.FilePart;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.uring.IoUringSocketChannel;
import io.netty.handler.codec.http.HttpChunkedInput;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.stream.ChunkedNioFile;
import io.netty.handler.stream.ChunkedStream;
import io.netty.handler.stream.ChunkedWriteHandler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.function.LongSupplier;

/**
 * The body of a response that is sent in pieces as the client reads, so that a slow reader holds a few pieces in memory. Confined to
 * the connection's event loop.
 *
 * @param message a region of a file, which the kernel copies to the socket, or chunks
 * @param unsent returns the number of bytes that have not been passed to the socket
 */
record PiecewiseBody(Object message, LongSupplier unsent) {
    /** Bodies up to this size are written at once. */
    static final int MAX_WHOLE_BYTES = 64 * 1024;

    private static final int CHUNK_BYTES = 32 * 1024;

    /** Whether the kernel copies the body. Netty does not count such a body as pending, but counts its progress. */
    boolean isRegion() {
        return message instanceof DefaultFileRegion;
    }

    static PiecewiseBody of(byte[] bytes) {
        var chunks = new HttpChunkedInput(new ChunkedStream(new ByteArrayInputStream(bytes), CHUNK_BYTES));
        return new PiecewiseBody(chunks, () -> bytes.length - chunks.progress());
    }

    /** Takes over the open file. */
    static PiecewiseBody of(ChannelHandlerContext ctx, FileChannel file, FilePart part) throws IOException {
        if (copiesInKernel(ctx)) {
            var region = new DefaultFileRegion(file, part.offset(), part.length());
            return new PiecewiseBody(region, () -> region.count() - region.transferred());
        }
        var chunks = new HttpChunkedInput(new ChunkedNioFile(file, part.offset(), part.length(), CHUNK_BYTES));
        return new PiecewiseBody(chunks, () -> part.length() - chunks.progress());
    }

    /** TLS encrypts in user space. With io_uring, Netty counts the bytes of a region in 32 bits. */
    private static boolean copiesInKernel(ChannelHandlerContext ctx) {
        return ctx.pipeline().get(SslHandler.class) == null && !(ctx.channel() instanceof IoUringSocketChannel);
    }

    /** Writes the body, and the end of the message, after the head. */
    ChannelFuture write(ChannelHandlerContext ctx) {
        if (isRegion()) {
            ctx.write(message, ctx.voidPromise());
            return ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
        }
        if (ctx.pipeline().get(ChunkedWriteHandler.class) == null) {
            ctx.pipeline().addBefore(ctx.name(), null, new ChunkedWriteHandler());
        }
        return ctx.writeAndFlush(message);
    }

    /** Removes what {@link #write} has added to the pipeline, before the connection changes its protocol. */
    static void leave(ChannelHandlerContext ctx) {
        if (ctx.pipeline().get(ChunkedWriteHandler.class) != null) {
            ctx.pipeline().remove(ChunkedWriteHandler.class);
        }
    }
}
