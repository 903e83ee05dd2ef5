package dev.fanfare.cli.bench;

import dev.fanfare.cli.bench.BenchResult.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The result as one HTML page with charts in SVG. It loads nothing and contains no script. Stateless. */
public final class BenchPage {
    private static final double[] PERCENTILES = {50, 75, 90, 95, 99, 99.5, 99.9, 99.95, 99.99, 100};
    private static final String[] COLORS = {"#2563eb", "#d97706", "#dc2626"};
    private static final int WIDTH = 720;
    private static final int HEIGHT = 240;
    private static final int LEFT = 70;
    private static final int BOTTOM = 30;
    private static final int TOP = 24;
    private static final int LINES = 4;

    private record Line(String name, List<Double> values) {}

    private BenchPage() {}

    /** Returns the page. */
    public static String html(BenchResult result) {
        var series = result.series();
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>fanfare bench</title>
                <style>
                :root { color-scheme: light dark; }
                body { font: 15px/1.5 system-ui, sans-serif; max-width: 760px; margin: 2rem auto; padding: 0 1rem; }
                pre { overflow-x: auto; padding: 1rem; border: 1px solid #8886; border-radius: 6px; font-size: 12px; }
                svg { width: 100%; height: auto; } svg text { font-size: 11px; fill: currentColor; }
                .bad { color: #dc2626; font-weight: 600; }
                </style>
                </head>
                <body>
                <h1>Load test</h1>
                """
                + verdict(result)
                + "<pre>" + escape(BenchReport.text(result)) + "</pre>\n"
                + chart(
                        "Deliveries per second",
                        seconds(series),
                        List.of(line("deliveries", series, Sample::deliveries)))
                + chart(
                        "Publications per second",
                        seconds(series),
                        List.of(line("publications", series, Sample::publications)))
                + chart(
                        "Latency from the intended time, milliseconds",
                        seconds(series),
                        List.of(
                                line("p50", series, sample -> sample.latency().p50()),
                                line("p99", series, sample -> sample.latency().p99()),
                                line("p99.9", series, sample -> sample.latency().p999())))
                + distribution(result)
                + "</body>\n</html>\n";
    }

    private static String verdict(BenchResult result) {
        var text = new StringBuilder();
        if (!result.failure().isEmpty()) {
            text.append("<p class=\"bad\">Failed: ")
                    .append(escape(result.failure()))
                    .append("</p>\n");
        }
        if (!result.saturation().reliable()) {
            text.append("<p class=\"bad\">Unreliable: the load test was a bottleneck.</p>\n");
        }
        return text.toString();
    }

    private static Line line(String name, List<Sample> series, ToDoubleFunction<Sample> value) {
        return new Line(name, series.stream().map(value::applyAsDouble).toList());
    }

    private static List<String> seconds(List<Sample> series) {
        var labels = new ArrayList<String>();
        for (var index = 1; index <= series.size(); index++) {
            labels.add(index + " s");
        }
        return labels;
    }

    private static String distribution(BenchResult result) {
        var values = result.latency().values();
        var labels = new ArrayList<String>();
        var millis = new ArrayList<Double>();
        for (var index = 0; index < PERCENTILES.length; index++) {
            labels.add(
                    PERCENTILES[index] == 100
                            ? "max"
                            : "p" + String.valueOf(PERCENTILES[index]).replace(".0", ""));
            millis.add(Latency.millis(values, PERCENTILES[index]));
        }
        return chart("Latency by percentile, milliseconds", labels, List.of(new Line("latency", millis)));
    }

    private static String chart(String title, List<String> labels, List<Line> lines) {
        double max = lines.stream()
                .flatMapToDouble(line -> line.values.stream().mapToDouble(each -> each))
                .max()
                .orElse(0);
        double top = max <= 0 ? 1 : max;
        var svg = new StringBuilder("<h2>" + escape(title) + "</h2>\n")
                .append(String.format(
                        Locale.ROOT,
                        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n",
                        WIDTH,
                        HEIGHT + BOTTOM + TOP,
                        escape(title)));
        for (var index = 0; index <= LINES; index++) {
            double value = top * index / LINES;
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%d\" x2=\"%d\" y1=\"%3$.1f\" y2=\"%3$.1f\" stroke=\"#8886\"/>"
                            + "<text x=\"%4$d\" y=\"%5$.1f\" text-anchor=\"end\">%6$,.5g</text>\n",
                    LEFT,
                    WIDTH,
                    y(value, top),
                    LEFT - 8,
                    y(value, top) + 4,
                    value));
        }
        int step = Math.max(1, labels.size() / 10);
        for (var index = 0; index < labels.size(); index += step) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>\n",
                    x(index, labels.size()),
                    HEIGHT + TOP + 20,
                    escape(labels.get(index))));
        }
        for (var index = 0; index < lines.size(); index++) {
            plot(svg, lines.get(index), index, top);
        }
        return svg.append("</svg>\n").toString();
    }

    private static void plot(StringBuilder svg, Line line, int index, double top) {
        var points = new StringBuilder();
        for (var at = 0; at < line.values.size(); at++) {
            points.append(
                    String.format(Locale.ROOT, "%.1f,%.1f ", x(at, line.values.size()), y(line.values.get(at), top)));
        }
        svg.append(String.format(
                Locale.ROOT,
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>"
                        + "<text x=\"%d\" y=\"14\" style=\"fill:%s\">%s</text>\n",
                points.toString().strip(),
                COLORS[index],
                LEFT + 110 * index,
                COLORS[index],
                escape(line.name)));
    }

    private static double x(int index, int count) {
        int margin = 20;
        return LEFT + margin + (double) (WIDTH - LEFT - 2 * margin) * index / Math.max(1, count - 1);
    }

    private static double y(double value, double top) {
        return TOP + HEIGHT * (1 - value / top);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
