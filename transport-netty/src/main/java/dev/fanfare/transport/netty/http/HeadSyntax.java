package dev.fanfare.transport.netty.http;

/**
 * The letter of a request's head, or of the trailer fields behind a body, byte by byte (RFC 9112, 3 and 5). Confined to the
 * event loop.
 */
final class HeadSyntax {
    private enum State {
        EMPTY_LINES,
        EMPTY_LINE_END,
        METHOD,
        TARGET,
        VERSION,
        LINE_END,
        NAME_START,
        NAME,
        VALUE,
        VALUE_END,
        SECTION_END,
        DONE
    }

    static final char CR = '\r';
    static final char LF = '\n';
    private static final int DELETE = 0x7F;
    private static final int TOO_MANY_FIELDS = 431;
    private static final int VERSION_NOT_SUPPORTED = 505;
    private static final String VERSION_PREFIX = "HTTP/";
    private static final int VERSION_CHARS = 8;

    private final int maxFields;
    private final StringBuilder version = new StringBuilder(VERSION_CHARS);
    private State state;
    private int fields;
    /** Of the part of the line that is being read. */
    private int length;

    private HeadSyntax(int maxFields, State state) {
        this.maxFields = maxFields;
        this.state = state;
    }

    static HeadSyntax ofHead(int maxFields) {
        return new HeadSyntax(maxFields, State.EMPTY_LINES);
    }

    static HeadSyntax ofTrailer(int maxFields) {
        return new HeadSyntax(maxFields, State.NAME_START);
    }

    boolean hasBegun() {
        return state != State.EMPTY_LINES && state != State.EMPTY_LINE_END;
    }

    boolean isDone() {
        return state == State.DONE;
    }

    /**
     * Takes the next byte.
     *
     * @throws RefusedRequestException when it breaks the rules
     */
    void take(int b) {
        switch (state) {
            // RFC 9112, 2.2: an empty line before the request line is ignored.
            case EMPTY_LINES -> emptyLine(b);
            case EMPTY_LINE_END -> lineEnd(b, State.EMPTY_LINES);
            case METHOD -> method(b);
            case TARGET -> target(b);
            case VERSION -> version(b);
            case LINE_END, VALUE_END -> lineEnd(b, State.NAME_START);
            case NAME_START -> nameStart(b);
            case NAME -> name(b);
            case VALUE -> value(b);
            case SECTION_END -> lineEnd(b, State.DONE);
            case DONE -> throw RefusedRequestException.bad("the request's head ends in two places");
        }
    }

    private void emptyLine(int b) {
        if (b == CR) {
            state = State.EMPTY_LINE_END;
        } else {
            enter(State.METHOD);
            method(b);
        }
    }

    private void method(int b) {
        if (b == ' ' && length > 0) {
            enter(State.TARGET);
        } else {
            requireToken(b, "the request's method is no token");
        }
    }

    /** RFC 9112, 3: one blank, no more, stands before and behind the target. */
    private void target(int b) {
        if (b == ' ' && length > 0) {
            enter(State.VERSION);
        } else if (b <= ' ' || b >= DELETE) {
            throw RefusedRequestException.bad("the request's target has a character that no URI has");
        } else {
            length++;
        }
    }

    private void version(int b) {
        if (b == CR) {
            requireVersion();
            state = State.LINE_END;
        } else if (version.length() == VERSION_CHARS) {
            throw RefusedRequestException.bad("the request line does not end with a version of HTTP");
        } else {
            version.append((char) b);
        }
    }

    /** RFC 9112, 2.3; a later minor version is spoken to as 1.1 (RFC 9110, 2.5). */
    private void requireVersion() {
        boolean isVersion = version.length() == VERSION_CHARS
                && version.indexOf(VERSION_PREFIX) == 0
                && isDigit(version.charAt(5))
                && version.charAt(6) == '.'
                && isDigit(version.charAt(7));
        if (!isVersion) {
            throw RefusedRequestException.bad("the request line does not end with a version of HTTP");
        }
        if (version.charAt(5) != '1') {
            throw new RefusedRequestException(VERSION_NOT_SUPPORTED, "this server speaks HTTP/1.1");
        }
    }

    private void nameStart(int b) {
        if (b == CR) {
            state = State.SECTION_END;
        } else if (b == ' ' || b == '\t') {
            // RFC 9112, 5.2
            throw RefusedRequestException.bad("a header field is folded over lines");
        } else if (++fields > maxFields) {
            throw new RefusedRequestException(TOO_MANY_FIELDS, "there are more than " + maxFields + " header fields");
        } else {
            enter(State.NAME);
            name(b);
        }
    }

    /** RFC 9112, 5.1: no blank between the name and the colon. */
    private void name(int b) {
        if (b == ':' && length > 0) {
            enter(State.VALUE);
        } else {
            requireToken(b, "a header field's name is no token");
        }
    }

    /** RFC 9110, 5.5: visible characters, blanks and tabs, and bytes beyond ASCII. */
    private void value(int b) {
        if (b == CR) {
            state = State.VALUE_END;
        } else if ((b < ' ' && b != '\t') || b == DELETE) {
            throw RefusedRequestException.bad("a header field's value has a control character");
        }
    }

    /** RFC 9112, 2.2: lines end with CR and LF, and neither stands alone. */
    private void lineEnd(int b, State next) {
        if (b != LF) {
            throw RefusedRequestException.bad("a line does not end with CR and LF");
        }
        state = next;
    }

    private void requireToken(int b, String otherwise) {
        if (!isTokenChar(b)) {
            throw RefusedRequestException.bad(otherwise);
        }
        length++;
    }

    private void enter(State next) {
        state = next;
        length = 0;
    }

    private static boolean isDigit(int b) {
        return b >= '0' && b <= '9';
    }

    /** RFC 9110, 5.6.2. */
    private static boolean isTokenChar(int b) {
        return b > ' ' && b < DELETE && "\"(),/:;<=>?@[\\]{}".indexOf(b) < 0;
    }
}
