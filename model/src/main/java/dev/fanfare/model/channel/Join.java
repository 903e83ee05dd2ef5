package dev.fanfare.model.channel;

/** Tells the subscribers of a channel that a client joined it. */
public record Join(ClientInfo info) implements Push {}
