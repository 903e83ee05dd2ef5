package dev.fanfare.transport.netty.http;

import dev.fanfare.model.http.FilePart;
import dev.fanfare.model.http.HttpResponse;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens files for responses on virtual threads, because opening a file may block. Thread-safe. */
final class FileOpening {
    private static final Logger LOG = LoggerFactory.getLogger(FileOpening.class);

    private FileOpening() {}

    /**
     * Opens a file and continues on the loop, with the open file or with the response that replaces it. If the loop has ended,
     * closes the file.
     */
    static void open(FilePart part, Executor loop, Consumer<FileChannel> onOpen, Consumer<HttpResponse> onFailure) {
        Thread.ofVirtual().name("fanfare-file").start(() -> {
            try {
                var file = opened(part);
                execute(loop, () -> onOpen.accept(file), () -> close(file));
            } catch (NoSuchFileException deleted) {
                LOG.debug("{} was deleted before it was sent", part.path());
                execute(loop, () -> onFailure.accept(HttpResponse.text(404, "the file was not found")), () -> {});
            } catch (IOException unreadable) {
                LOG.warn("cannot send {}", part.path(), unreadable);
                execute(loop, () -> onFailure.accept(HttpResponse.text(500, "the file cannot be read")), () -> {});
            }
        });
    }

    /** Closes a file that was opened for reading. */
    static void close(FileChannel file) {
        try {
            file.close();
        } catch (IOException failure) {
            LOG.warn("cannot close a file", failure);
        }
    }

    private static FileChannel opened(FilePart part) throws IOException {
        var file = FileChannel.open(part.path(), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        long size = file.size();
        if (size < part.offset() + part.length()) {
            file.close();
            throw new FileSystemException(
                    part.path().toString(),
                    null,
                    "the file must have " + (part.offset() + part.length()) + " bytes or more, got " + size);
        }
        return file;
    }

    private static void execute(Executor loop, Runnable task, Runnable ifEnded) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException ended) {
            ifEnded.run();
        }
    }
}
