package dev.fanfare.model.channel;

/** What a channel hands to its subscribers, in one order per channel. Immutable. */
public sealed interface Push permits Publication, Join, Leave {}
