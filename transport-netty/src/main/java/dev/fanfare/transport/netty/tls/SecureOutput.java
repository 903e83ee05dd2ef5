package dev.fanfare.transport.netty.tls;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;

/** Ends the sending half of connections, with or without TLS. Confined to the connection's event loop. */
public final class SecureOutput {
    private SecureOutput() {}

    /**
     * Ends the sending half of a connection; the receiving half stays open. With TLS, a close_notify alert is sent first (RFC
     * 8446, 6.1), so that the client can detect truncation.
     */
    public static void end(Channel channel) {
        var tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            ((DuplexChannel) channel).shutdownOutput();
        } else {
            tls.closeOutbound().addListener(sent -> ((DuplexChannel) channel).shutdownOutput());
        }
    }
}
