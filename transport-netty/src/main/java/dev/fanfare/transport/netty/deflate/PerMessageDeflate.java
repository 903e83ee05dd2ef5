package dev.fanfare.transport.netty.deflate;

import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** The extension as one transport offers it: its settings, and the native memory of all connections. Thread-safe. */
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

    /** Chooses among a client's offers; null when none can be accepted. */
    public @Nullable DeflateAgreement negotiate(List<ExtensionOffer> offers) {
        return DeflateAgreement.negotiate(offers, settings);
    }

    /** A compressor whose messages need a window of so many bits. */
    public MessageCompressor compressor(int windowBits) {
        return new MessageCompressor(deflaters, windowBits);
    }

    /** An inflater for one connection; the chunk is where it works, and may be shared by a loop. */
    public MessageInflater inflater(DeflateAgreement agreement, byte[] chunk) {
        return new MessageInflater(inflaters, agreement.clientContextTakeover(), chunk);
    }

    /** How many compressors and decompressors have native memory now. */
    public int alive() {
        return deflaters.alive() + inflaters.alive();
    }

    /** Frees native memory: what is idle now, the rest when it is no longer used. */
    @Override
    public void close() {
        deflaters.close();
        inflaters.close();
    }
}
