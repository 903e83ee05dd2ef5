package dev.fanfare.app;

/** What lies between a test's application and its clients: the same tests run over each. */
enum Wire {
    /** The test kit's transport, whose time the test moves. */
    MEMORY,
    /** Netty and sockets. */
    SOCKETS
}
