package dev.fanfare.server.admin;

/** Answers an authorized request. Called on a virtual thread; it may block for a bounded time. */
@FunctionalInterface
public interface AdminCall {
    /**
     * Returns a record or map, which is sent as JSON.
     *
     * @throws AdminException if the request cannot be carried out
     */
    Object answer(AdminRequest request);
}
