package dev.fanfare.model.http;

/** The body of a response that is sent while it is created. The server creates these bodies; applications pass them on. */
public interface StreamedBody {
    /** Releases the resources of a body that is not sent, because the client has left or middleware has replaced the response. */
    void discard();
}
