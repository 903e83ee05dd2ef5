package dev.fanfare.model.channel;

/** A message that a channel delivers to its subscribers, in the same order to all of them. Immutable. */
public sealed interface Push permits Publication, Join, Leave {}
