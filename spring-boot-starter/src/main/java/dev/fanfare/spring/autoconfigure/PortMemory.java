package dev.fanfare.spring.autoconfigure;

/** Keeps a free port that was chosen for {@code fanfare.port=0} for the next start within the same process. Thread-safe. */
interface PortMemory {
    /** Keeps nothing. */
    PortMemory NONE = new PortMemory() {
        @Override
        public int recall() {
            return 0;
        }

        @Override
        public void keep(int port) {}

        @Override
        public boolean isForRestarts() {
            return false;
        }
    };

    /** Returns the kept port; 0 if there is none. */
    int recall();

    /** Keeps a port. */
    void keep(int port);

    /** Returns true if the application context is started again in this process. */
    boolean isForRestarts();
}
