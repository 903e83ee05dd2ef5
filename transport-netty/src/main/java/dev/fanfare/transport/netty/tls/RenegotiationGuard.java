package dev.fanfare.transport.netty.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a connection whose client renegotiates TLS 1.2, because a handshake costs the server much more than the client. Reads only
 * the headers of the records, before they are decrypted, and so does not depend on the TLS implementation. Confined to the
 * connection's event loop.
 *
 * <p>After its first ChangeCipherSpec record a client sends one more handshake record: Finished in TLS 1.2 (RFC 5246, 7.3), or the
 * second ClientHello in TLS 1.3 (RFC 8446, 4.1.2 and D.4). TLS 1.3 sends all later handshake messages as application data.
 */
final class RenegotiationGuard extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(RenegotiationGuard.class);
    private static final int HEADER_BYTES = 5;
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int HANDSHAKE = 22;
    private static final int MAX_HANDSHAKE_RECORDS = 1;

    private int headerBytesRead;
    private int length;
    private int payloadLeft;
    private boolean cipherChanged;
    private int handshakeRecords;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (renegotiates((ByteBuf) message)) {
            ReferenceCountUtil.release(message);
            LOG.debug(
                    "closing the connection of {}: TLS renegotiation",
                    ctx.channel().remoteAddress());
            ctx.close();
        } else {
            ctx.fireChannelRead(message);
        }
    }

    private boolean renegotiates(ByteBuf bytes) {
        int end = bytes.writerIndex();
        for (int i = bytes.readerIndex(); i < end; ) {
            if (payloadLeft > 0) {
                int skipped = Math.min(payloadLeft, end - i);
                payloadLeft -= skipped;
                i += skipped;
            } else {
                onHeaderByte(bytes.getUnsignedByte(i++));
                if (handshakeRecords > MAX_HANDSHAKE_RECORDS) {
                    return true;
                }
            }
        }
        return false;
    }

    private void onHeaderByte(int b) {
        switch (headerBytesRead++) {
            case 0 -> onType(b);
            case 3 -> length = b << 8;
            case HEADER_BYTES - 1 -> {
                payloadLeft = length | b;
                headerBytesRead = 0;
            }
            default -> {}
        }
    }

    private void onType(int type) {
        if (type == CHANGE_CIPHER_SPEC) {
            cipherChanged = true;
        } else if (type == HANDSHAKE && cipherChanged) {
            handshakeRecords++;
        }
    }
}
