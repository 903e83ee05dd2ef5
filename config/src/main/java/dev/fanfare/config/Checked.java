package dev.fanfare.config;

/** A record with rules that its types cannot express, for example rules about several options. */
public interface Checked {
    /** Checks all rules. Called after binding; an option with an invalid value has its default. */
    void check(Checks checks);
}
