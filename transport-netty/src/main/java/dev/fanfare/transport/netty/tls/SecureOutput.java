package dev.fanfare.transport.netty.tls;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;

/** The end of what is sent, with TLS or without. */
public final class SecureOutput {
    private SecureOutput() {}

    /**
     * Ends the sending half of a connection; the other half is read on. TLS says so first (RFC 8446, 6.1), or the client could
     * not tell it from an attack.
     */
    public static void end(Channel channel) {
        var tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            ((DuplexChannel) channel).shutdownOutput();
        } else {
            tls.closeOutbound().addListener(told -> ((DuplexChannel) channel).shutdownOutput());
        }
    }
}
