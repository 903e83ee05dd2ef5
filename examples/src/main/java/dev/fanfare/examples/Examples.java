package dev.fanfare.examples;

import dev.fanfare.app.Fanfare;
import dev.fanfare.app.StaticFile;
import dev.fanfare.model.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The list of all examples, and the index page. */
public final class Examples {
    private static final List<Example> ALL =
            List.of(new Echo(), new Broadcast(), new Chat(), new Ticker(), new Assistant(), new CentrifugeDemo());
    private static final String CARDS = "<!-- cards -->";

    private Examples() {}

    /** All examples, simplest first. */
    public static List<Example> all() {
        return ALL;
    }

    /** The example with this name. */
    public static Optional<Example> named(String name) {
        return ALL.stream().filter(example -> example.name().equals(name)).findFirst();
    }

    /** Adds these examples, the shared files of their pages, and an index page at {@code /}. */
    public static void addTo(Fanfare app, List<Example> examples) {
        app.get("/fanfare.css", StaticFile.fromClasspath(Examples.class, "fanfare.css"));
        app.get("/fanfare.js", StaticFile.fromClasspath(Fanfare.class, "fanfare.js"));
        examples.forEach(example -> example.addTo(app));
        app.get("/", index(examples));
    }

    private static HttpResponse index(List<Example> examples) {
        var page = StaticFile.fromClasspath(Examples.class, "index.html");
        var cards = examples.stream().map(Examples::card).collect(Collectors.joining("\n"));
        var html = new String(page.body(), StandardCharsets.UTF_8).replace(CARDS, cards);
        return HttpResponse.of(200, "text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8))
                .with("cache-control", "no-cache");
    }

    private static String card(Example example) {
        return "<a class=\"card\" href=\"/%s\"><h2>%s</h2><p>%s</p></a>"
                .formatted(example.name(), example.name(), example.summary());
    }
}
