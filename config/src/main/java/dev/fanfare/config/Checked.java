package dev.fanfare.config;

/** A record with rules that concern more than one of its options, or more than their types say. */
public interface Checked {
    /** States each rule. Runs after binding; what could not be bound has its default. */
    void check(Checks checks);
}
