package dev.fanfare.abuse;

import dev.fanfare.app.Fanfare;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * An application that embeds the server. The argument is a directory of files.
 * <ul>
 * <li>{@code /echo}: returns each message
 * <li>{@code /busy}: accepts and receives nothing
 * <li>{@code /files}: the files of the directory
 * </ul>
 */
final class AbuseApplication {
    private AbuseApplication() {}

    public static void main(String[] args) throws InterruptedException {
        var app = Fanfare.create();
        var forever = new CountDownLatch(1);
        app.websocket("/echo", ws -> {
            for (var message : ws.messages()) {
                ws.send(message);
            }
        });
        app.websocket("/busy", ws -> {
            ws.accept();
            forever.await();
        });
        app.files("/files", Path.of(args[0]));
        var address = app.listen("127.0.0.1", 0);
        System.out.println("Fanfare is ready at http://127.0.0.1:" + address.getPort() + "/");
        forever.await();
    }
}
