package dev.fanfare.transport.netty.http;

/**
 * Checks the bytes of header and trailer sections for what Netty repairs or skips: bare CR or LF before a request line, folded
 * fields, and control characters in parts that it drops. Confined to the connection's event loop.
 */
final class LineSyntax {
    static final char CR = '\r';
    static final char LF = '\n';
    static final int DELETE = 0x7F;

    private int previous = LF;

    /**
     * Checks the next byte of a section; the first byte of a section starts a line.
     *
     * @throws RejectedRequestException if the byte is not allowed here
     */
    void accept(int b) {
        if ((previous == CR) != (b == LF)) {
            // RFC 9112, 2.2
            throw RejectedRequestException.bad("a line must end with CR LF");
        }
        if (previous == LF && (b == ' ' || b == '\t')) {
            // RFC 9112, 2.2 and 5.2
            throw RejectedRequestException.bad("a line starts with whitespace: folded header fields are not supported");
        }
        if ((b < ' ' && b != '\t' && b != CR && b != LF) || b == DELETE) {
            // RFC 9110, 5.5
            throw RejectedRequestException.bad("the request contains a control character");
        }
        previous = b;
    }
}
