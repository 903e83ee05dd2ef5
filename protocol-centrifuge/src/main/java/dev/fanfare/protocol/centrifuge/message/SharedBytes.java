package dev.fanfare.protocol.centrifuge.message;

import dev.fanfare.core.transport.MessagePart;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The encoded forms of one value, by the name of the encoding. Thread-safe. Threads that encode at the same time get equal bytes. */
public final class SharedBytes {
    private final ConcurrentHashMap<String, MessagePart> forms = new ConcurrentHashMap<>(1);

    /** Returns the bytes in this encoding; encodes the value on first use. */
    public MessagePart in(Encoding encoding, Supplier<byte[]> encode) {
        var known = forms.get(encoding.name());
        if (known != null) {
            return known;
        }
        var encoded = MessagePart.shared(encode.get());
        var earlier = forms.putIfAbsent(encoding.name(), encoded);
        return earlier == null ? encoded : earlier;
    }
}
