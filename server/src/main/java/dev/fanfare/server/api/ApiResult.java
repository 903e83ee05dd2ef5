package dev.fanfare.server.api;

import dev.fanfare.protocol.centrifuge.json.JsonOutput;

/** What a request is answered with: the content of an object. */
@FunctionalInterface
interface ApiResult {
    /** Nothing to say but that it is done. */
    ApiResult DONE = out -> {};

    /** Writes fields into an object that has begun. */
    void write(JsonOutput out);

    /** Writes the answer to a request of its own into an object that has begun. */
    default void answer(JsonOutput out) {
        out.name("result").beginObject();
        write(out);
        out.endObject();
    }
}
