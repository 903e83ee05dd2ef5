import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes the documentation to {@code target/docs}: all pages in one file, {@code fanfare.md}, and their index, {@code llms.txt} (see
 * llmstxt.org). {@code docs/README.md} determines the pages and their order. Fails if a link of a page leads to a missing file or
 * heading, or if a page of {@code docs} is not in the list.
 *
 * <p>Run it in the root of a checkout: {@code java tools/Documentation.java}, or with the path of another checkout.
 */
final class Documentation {
    private static final Pattern ENTRY = Pattern.compile("^- \\[[^]]+]\\(([^)#]+\\.md)\\): (.*)$");
    private static final Pattern LINK = Pattern.compile("(!?\\[[^]]*])\\(([^)\\s]+)\\)");
    private static final Pattern EXTERNAL = Pattern.compile("[a-z]+:.*");
    private static final String FROM_TARGET = "../../";

    private final Path root;
    private final Map<Path, String> pages = new LinkedHashMap<>(); // text by path below the root, in order
    private final Map<Path, String> descriptions = new LinkedHashMap<>();
    private final List<String> broken = new ArrayList<>();

    private Documentation(Path root) {
        this.root = root;
    }

    public static void main(String[] arguments) throws IOException {
        new Documentation(Path.of(arguments.length == 0 ? "." : arguments[0])).write();
    }

    private void write() throws IOException {
        add(Path.of("README.md"), "What Fanfare is, with the first example");
        var index = Path.of("docs/README.md");
        var order = Files.readString(root.resolve(index)).lines().toList();
        for (var line : order) {
            var entry = ENTRY.matcher(line);
            if (entry.find()) {
                add(resolve(index, entry.group(1)), entry.group(2).replaceFirst(" \\(\\[中文.*", ""));
            }
        }
        var all = new StringBuilder();
        for (var page : pages.entrySet()) {
            all.append("<!-- ").append(page.getKey()).append(" -->\n\n");
            all.append(withLinks(page.getKey(), page.getValue())).append('\n');
        }
        try (var files = Files.list(root.resolve("docs"))) {
            files.map(root::relativize)
                    .filter(page -> page.toString().endsWith(".md") && !page.equals(index) && !pages.containsKey(page))
                    .forEach(page -> broken.add(page + ": not in " + index));
        }
        for (var page : otherPages()) {
            withLinks(root.relativize(page), Files.readString(page)); // only checks them
        }
        if (!broken.isEmpty()) {
            throw new IllegalStateException("links without target, or pages without link:\n" + String.join("\n", broken));
        }
        var target = Files.createDirectories(root.resolve("target/docs"));
        Files.writeString(target.resolve("fanfare.md"), all);
        Files.writeString(target.resolve("llms.txt"), index(index, order));
    }

    /** The index, and the pages in Chinese. */
    private List<Path> otherPages() throws IOException {
        try (var chinese = Files.list(root.resolve("docs/zh-CN"))) {
            return Stream.concat(chinese, Stream.of(root.resolve("docs/README.md"), root.resolve("README.zh-CN.md")))
                    .toList();
        }
    }

    private void add(Path page, String description) throws IOException {
        pages.put(page, Files.readString(root.resolve(page)));
        descriptions.put(page, description);
    }

    /** The index has the sections of the page {@code docs/README.md}. */
    private String index(Path index, List<String> order) {
        var text = new StringBuilder(
                "# Fanfare\n\n> A realtime framework and push server for the JVM. All pages in one file: fanfare.md\n");
        for (var line : order) {
            var entry = ENTRY.matcher(line);
            if (line.startsWith("## ")) {
                text.append('\n').append(line).append("\n\n");
            } else if (entry.find()) {
                var page = resolve(index, entry.group(1));
                text.append("- [%s](%s): %s\n".formatted(title(page), FROM_TARGET + page, descriptions.get(page)));
            }
        }
        return text.toString();
    }

    /** Links between the pages become links within the file; links to other files are relative to the target directory. */
    private String withLinks(Path page, String text) {
        return LINK.matcher(text).replaceAll(link -> Matcher.quoteReplacement(withTarget(page, link)));
    }

    private String withTarget(Path page, MatchResult link) {
        var address = link.group(2);
        if (EXTERNAL.matcher(address).matches()) {
            return link.group();
        }
        var parts = address.split("#", 2);
        var target = parts[0].isEmpty() ? page : resolve(page, parts[0]);
        var anchor = parts.length == 2 ? parts[1] : "";
        if (!Files.exists(root.resolve(target))) {
            broken.add(page + ": " + address);
        } else if (pages.containsKey(target)) {
            if (!anchor.isEmpty() && !headings(target).contains(anchor)) {
                broken.add(page + ": " + address);
            }
            return link.group(1) + "(#" + (anchor.isEmpty() ? anchor(title(target)) : anchor) + ")";
        }
        return link.group(1) + "(" + FROM_TARGET + target + (anchor.isEmpty() ? "" : "#" + anchor) + ")";
    }

    private static Path resolve(Path page, String address) {
        return page.resolveSibling(address).normalize();
    }

    private String title(Path page) {
        return pages.get(page).lines().filter(line -> line.startsWith("# ")).findFirst().orElseThrow().substring(2);
    }

    private List<String> headings(Path page) {
        return pages.get(page)
                .lines()
                .filter(line -> line.matches("#{1,6} .*"))
                .map(line -> anchor(line.replaceFirst("#+ ", "")))
                .toList();
    }

    /** The anchor that GitHub creates for a heading. */
    private static String anchor(String heading) {
        return heading.toLowerCase().replaceAll("[^\\p{IsAlphabetic}\\d _-]", "").replace(' ', '-');
    }
}
