package dev.fanfare.testkit.memory;

import dev.fanfare.testkit.app.TestResponse;

/** Receives the response to a request in memory. Called on the event loop, once. */
interface MemoryAsker {
    /** Receives a complete response. */
    void onResponse(TestResponse response);

    /** Receives the head of a streaming response; the stream must be read before this method returns. */
    void onStream(TestResponse head, MemoryResponseStream stream);
}
