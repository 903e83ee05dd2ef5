package dev.fanfare.server.admin;

/** The actions of an operator on one node. Thread-safe. */
public interface AdminControls {
    /** A node that only its process can end. */
    AdminControls NONE = new AdminControls() {
        @Override
        public boolean isDraining() {
            return false;
        }

        @Override
        public void drain() {
            throw new AdminException(400, "this server cannot be drained; stop the process");
        }
    };

    /** Returns true once the drain has begun. */
    boolean isDraining();

    /** Reports the node as not ready and closes the connections of its clients over time. Returns at once. */
    void drain();
}
