package dev.fanfare.testkit.memory;

import dev.fanfare.testkit.app.TestResponse;

/** Who waits for the answer to a request in memory. Called on the event loop, once. */
interface MemoryAsker {
    /** A whole response. */
    void onResponse(TestResponse response);

    /** The head of a response whose body goes on; the stream is to be read from before this returns. */
    void onStream(TestResponse head, MemoryResponseStream stream);
}
