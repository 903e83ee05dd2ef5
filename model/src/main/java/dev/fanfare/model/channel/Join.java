package dev.fanfare.model.channel;

/** Informs the subscribers of a channel that a client joined. Immutable. */
public record Join(ClientInfo info) implements Push {}
