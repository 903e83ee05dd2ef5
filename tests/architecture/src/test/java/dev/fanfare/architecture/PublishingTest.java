package dev.fanfare.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** The published artifacts contain what Maven Central requires, and the bill of materials lists all of them. */
class PublishingTest {
    private static final Element ROOT = pom("");
    private static final Element BOM = pom("bom");

    @Test
    void bom_managesEveryPublishedLibraryInTheVersionOfTheProject() {
        var version = text(ROOT, "version");
        var published = published().stream()
                .map(module -> text(pom(module), "artifactId") + ":" + version)
                .toList();
        var managed = elements(child(child(BOM, "dependencyManagement"), "dependencies")).stream()
                .map(library -> text(library, "artifactId") + ":" + text(library, "version"))
                .map(library -> library.replace("${project.version}", text(BOM, "version")))
                .toList();

        assertThat(managed).containsExactlyInAnyOrderElementsOf(published);
    }

    @ParameterizedTest
    @MethodSource("published")
    void library_hasNameAndDescription(String module) {
        var pom = pom(module);

        assertThat(text(pom, "name")).startsWith("Fanfare: ");
        assertThat(text(pom, "description")).endsWith(".");
    }

    @ParameterizedTest
    @ValueSource(strings = {"url", "licenses", "developers", "scm"})
    void bom_hasTheMetadataOfTheProject(String name) {
        assertThat(normalized(child(BOM, name))).isNotEmpty().isEqualTo(normalized(child(ROOT, name)));
    }

    @Test
    void bom_hasTheAddressOfTheProject() {
        assertThat(text(child(BOM, "properties"), "fanfare.url"))
                .isEqualTo(text(child(ROOT, "properties"), "fanfare.url"));
    }

    @Test
    void release_comparesTheExportedPackages() {
        var compared = ROOT.getElementsByTagName("include");

        assertThat(IntStream.range(0, compared.getLength()).mapToObj(compared::item))
                .extracting(Node::getTextContent)
                .containsExactlyInAnyOrderElementsOf(ExportedPackagesTest.EXPORTED.stream()
                        .filter(name -> !name.equals("dev.fanfare.engine.redis.server")) // not published
                        .toList());
    }

    /** The modules that a release stages, without the parent and the bill of materials. */
    static List<String> published() {
        return elements(child(ROOT, "modules")).stream()
                .map(Element::getTextContent)
                .filter(module -> !module.equals("bom"))
                .filter(module -> !isUnpublished(pom(module)))
                .toList();
    }

    private static boolean isUnpublished(Element pom) {
        return elements(pom).stream()
                .filter(element -> element.getLocalName().equals("properties"))
                .flatMap(properties -> elements(properties).stream())
                .anyMatch(property -> property.getLocalName().equals("unpublished"));
    }

    private static Element pom(String module) {
        try (var file = Files.newInputStream(SourceTree.ROOT.resolve(module).resolve("pom.xml"))) {
            return DocumentBuilderFactory.newNSInstance()
                    .newDocumentBuilder()
                    .parse(file)
                    .getDocumentElement();
        } catch (IOException | SAXException | ParserConfigurationException unreadable) {
            throw new AssertionError("the POM of " + module + " cannot be read", unreadable);
        }
    }

    private static String text(Element parent, String name) {
        return child(parent, name).getTextContent().strip();
    }

    private static Element child(Element parent, String name) {
        return elements(parent).stream()
                .filter(element -> element.getLocalName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(parent.getLocalName() + " has no " + name));
    }

    private static List<Element> elements(Element parent) {
        var elements = new ArrayList<Element>();
        var nodes = parent.getChildNodes();
        IntStream.range(0, nodes.getLength()).mapToObj(nodes::item).forEach(node -> {
            if (node.getNodeType() == Node.ELEMENT_NODE) {
                elements.add((Element) node);
            }
        });
        return elements;
    }

    private static String normalized(Element element) {
        return element.getTextContent().replaceAll("\\s+", " ").strip();
    }
}
