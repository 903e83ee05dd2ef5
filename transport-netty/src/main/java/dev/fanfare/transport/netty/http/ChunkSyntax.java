package dev.fanfare.transport.netty.http;

/**
 * Checks the chunk size lines and the trailer section of one body (RFC 9112, 7.1). Netty 4.2.15 ends a size at any
 * whitespace or control character and ignores the rest of the line; neither that version nor 4.2.18 limits extensions. Confined
 * to the connection's event loop.
 */
final class ChunkSyntax {
    private enum Part {
        SIZE,
        EXTENSION,
        LINE_END,
        DATA,
        TRAILER
    }

    private static final int HEX = 16;
    private static final int MAX_DIGITS = 8;
    private static final int MAX_EXTENSION_BYTES = 256;
    private static final int LINE_END_BYTES = 2;

    private final LineSyntax lines;
    private Part part = Part.SIZE;
    private long size;
    private int length;

    ChunkSyntax(LineSyntax lines) {
        this.lines = lines;
    }

    /**
     * Checks the next byte of the body.
     *
     * @throws RejectedRequestException if the byte is not allowed here
     */
    void accept(int b) {
        switch (part) {
            case SIZE -> acceptSize(b);
            case EXTENSION -> acceptExtension(b);
            case LINE_END -> endLine(b);
            case DATA -> {
                // Netty checks the CR LF after the data.
                if (--size == 0) {
                    part = Part.SIZE;
                }
            }
            case TRAILER -> lines.accept(b);
        }
    }

    private void acceptSize(int b) {
        if (b == LineSyntax.CR || b == ';') {
            require(length > 0);
            part = b == ';' ? Part.EXTENSION : Part.LINE_END;
            length = 0;
        } else {
            int digit = Character.digit(b, HEX);
            require(digit >= 0 && length < MAX_DIGITS);
            size = size * HEX + digit;
            length++;
        }
    }

    /** RFC 9112, 7.1.1: extensions are ignored; their length is limited. */
    private void acceptExtension(int b) {
        if (b == LineSyntax.CR) {
            part = Part.LINE_END;
            length = 0;
        } else {
            require(b >= ' ' && b < LineSyntax.DELETE && length < MAX_EXTENSION_BYTES);
            length++;
        }
    }

    private void endLine(int b) {
        require(b == LineSyntax.LF);
        part = size == 0 ? Part.TRAILER : Part.DATA;
        size += LINE_END_BYTES;
    }

    private static void require(boolean valid) {
        if (!valid) {
            throw RejectedRequestException.bad("the request body contains a malformed chunk");
        }
    }
}
