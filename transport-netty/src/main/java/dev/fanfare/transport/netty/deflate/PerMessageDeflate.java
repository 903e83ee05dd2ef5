package dev.fanfare.transport.netty.deflate;

import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** The extension permessage-deflate for one transport: settings and native memory. Thread-safe. */
public final class PerMessageDeflate implements AutoCloseable {
    private final CompressionSettings settings;
    private final NativePool<Deflater> deflaters;
    private final NativePool<Inflater> inflaters;

    public PerMessageDeflate(CompressionSettings settings) {
        this.settings = settings;
        int processors = Runtime.getRuntime().availableProcessors();
        this.deflaters = new NativePool<>(processors, () -> new Deflater(settings.level(), true), Deflater::end);
        this.inflaters = new NativePool<>(processors, () -> new Inflater(true), Inflater::end);
    }

    public CompressionSettings settings() {
        return settings;
    }

    /** Accepts one of the offers of a client. Returns null if none is acceptable. */
    public @Nullable DeflateAgreement negotiate(List<ExtensionOffer> offers) {
        return DeflateAgreement.negotiate(offers, settings);
    }

    /** Creates a compressor for a window of this size. */
    public MessageCompressor compressor(int windowBits) {
        return new MessageCompressor(deflaters, windowBits);
    }

    /** Creates an inflater for one connection. The connections of a loop may share the chunk. */
    public MessageInflater inflater(DeflateAgreement agreement, byte[] chunk) {
        return new MessageInflater(inflaters, agreement.clientContextTakeover(), chunk);
    }

    /** Returns the number of compressors and decompressors that hold native memory. */
    public int alive() {
        return deflaters.alive() + inflaters.alive();
    }

    /** Frees native memory; memory in use is freed after use. */
    @Override
    public void close() {
        deflaters.close();
        inflaters.close();
    }
}
