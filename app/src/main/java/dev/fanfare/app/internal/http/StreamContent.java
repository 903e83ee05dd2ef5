package dev.fanfare.app.internal.http;

import dev.fanfare.model.http.StreamedBody;

/** The bodies that an application streams. */
public sealed interface StreamContent extends StreamedBody permits ChannelEvents, CreatedFrames {}
