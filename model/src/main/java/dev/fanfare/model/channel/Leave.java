package dev.fanfare.model.channel;

/** Tells the subscribers of a channel that a client left it. */
public record Leave(ClientInfo info) implements Push {}
