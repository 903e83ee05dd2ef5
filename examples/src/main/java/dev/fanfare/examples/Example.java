package dev.fanfare.examples;

import dev.fanfare.app.Fanfare;

/** A small application that shows one thing. */
public interface Example {
    /** Its name on the command line, which is also the path of its page: {@code echo} has its page at {@code /echo}. */
    String name();

    /** What it shows, in one sentence. */
    String summary();

    /** Adds its routes and its page. */
    void addTo(Fanfare app);
}
