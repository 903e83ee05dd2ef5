package dev.fanfare.core.node;

/** Whether a returning client got what it missed. */
public enum Recovery {
    /** It did not say where it stood. */
    NOT_ASKED,
    /** It has everything now: all that it missed, or in cache mode the latest. */
    RECOVERED,
    /** What it missed is not there any more: it begins anew at the position it is given. */
    NOT_RECOVERED
}
