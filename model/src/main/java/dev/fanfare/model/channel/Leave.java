package dev.fanfare.model.channel;

/** Informs the subscribers of a channel that a client left. Immutable. */
public record Leave(ClientInfo info) implements Push {}
