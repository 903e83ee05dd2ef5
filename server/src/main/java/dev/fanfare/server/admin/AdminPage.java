package dev.fanfare.server.admin;

import dev.fanfare.core.transport.HttpHandler;
import dev.fanfare.model.http.HttpResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files of the admin page, which are public: they contain no data. Immutable. */
final class AdminPage {
    static final String PATH = "/admin";

    private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";
    private static final List<String> SCRIPTS = List.of(
            "api.js",
            "app.js",
            "channels.js",
            "charts.js",
            "clients.js",
            "dom.js",
            "explain.js",
            "lists.js",
            "nodes.js",
            "overview.js",
            "trace.js",
            "words.js");

    private AdminPage() {}

    static Map<String, HttpHandler> handlers(AdminGate gate) {
        var files = new LinkedHashMap<String, HttpResponse>();
        var page = file("index.html", "text/html; charset=utf-8");
        files.put(PATH, page);
        files.put(PATH + "/", page);
        files.put(PATH + "/admin.css", file("admin.css", "text/css; charset=utf-8"));
        files.put(PATH + "/icon.svg", file("icon.svg", "image/svg+xml"));
        SCRIPTS.forEach(name -> files.put(PATH + "/" + name, file(name, "text/javascript; charset=utf-8")));
        files.put(PATH + "/uplot.css", file(UPLOT + "uPlot.min.css", "text/css; charset=utf-8"));
        files.put(PATH + "/uplot.js", file(UPLOT + "uPlot.esm.js", "text/javascript; charset=utf-8"));
        var handlers = new LinkedHashMap<String, HttpHandler>();
        files.forEach((path, response) -> handlers.put(path, exchange -> {
            var refused = gate.refuseSite(exchange.request(), false);
            boolean isRead = exchange.request().method().matches("GET|HEAD");
            exchange.respond(refused.orElse(
                    isRead
                            ? response
                            : AdminHeaders.error(405, "this path requires GET").with("allow", "GET, HEAD")));
        }));
        return handlers;
    }

    private static HttpResponse file(String name, String type) {
        try (var in = AdminPage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing on the class path");
            }
            return AdminHeaders.content(200, type, in.readAllBytes());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
