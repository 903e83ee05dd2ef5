package dev.fanfare.examples;

import dev.fanfare.app.Fanfare;

/** A small application that demonstrates one feature. */
public interface Example {
    /** The name on the command line and the path of the page: the page of {@code echo} is {@code /echo}. */
    String name();

    /** A description in one or two sentences. */
    String summary();

    /** Adds the routes and the page. */
    void addTo(Fanfare app);
}
