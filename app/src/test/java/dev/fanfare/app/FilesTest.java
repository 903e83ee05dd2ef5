package dev.fanfare.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.model.http.HttpResponse;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are served, and those that are not. */
class FilesTest {
    private final TestApp test = new TestApp();

    @TempDir
    private Path directory;

    private Path root;

    @BeforeEach
    void writeFiles() throws IOException {
        root = Files.createDirectories(directory.resolve("root"));
        Files.writeString(directory.resolve("secret.txt"), "secret");
        Files.writeString(root.resolve("page one.html"), "<p>one");
        Files.writeString(root.resolve("index.html"), "<p>index");
        Files.writeString(root.resolve(".hidden"), "hidden");
        Files.createDirectories(root.resolve("sub/empty"));
        Files.writeString(root.resolve("sub/index.html"), "<p>sub");
        Files.writeString(root.resolve("sub/data.unknown"), "data");
        Files.createSymbolicLink(root.resolve("outside.txt"), directory.resolve("secret.txt"));
        Files.createSymbolicLink(root.resolve("inside.html"), root.resolve("index.html"));
        Files.createSymbolicLink(root.resolve("up"), directory);
        test.app().files("/static", root);
    }

    @AfterEach
    void stop() {
        test.close();
    }

    @Test
    void file_comesWithTypeAndTag() {
        var response = test.request("GET /static/page%20one.html");

        assertThat(response.text()).isEqualTo("<p>one");
        assertThat(response.header("content-type")).isEqualTo("text/html; charset=utf-8");
        assertThat(response.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(response.header("etag")).matches("\"[0-9a-f]+-6\"");
        assertThat(test.request("GET /static/sub/data.unknown").header("content-type"))
                .isEqualTo("application/octet-stream");
        assertThat(test.request("GET /static/inside.html").text()).isEqualTo("<p>index");
    }

    @Test
    void file_thatTheClientHas_is304WithItsLength() throws IOException {
        var tag = test.request("GET /static/index.html").header("etag");

        var same = test.request("GET /static/index.html", "If-None-Match: \"other\", W/" + tag);
        assertThat(same.status()).isEqualTo(304);
        assertThat(same.header("content-length")).isEqualTo("8");
        assertThat(same.header("etag")).isEqualTo(tag);
        Files.writeString(root.resolve("index.html"), "changed");
        assertThat(test.request("GET /static/index.html", "If-None-Match: " + tag)
                        .text())
                .isEqualTo("changed");
    }

    @Test
    void directory_isItsIndexPage() {
        assertThat(test.request("GET /static/").text()).isEqualTo("<p>index");
        assertThat(test.request("GET /static/sub/").text()).isEqualTo("<p>sub");
        var withoutSlash = test.request("GET /static/sub");
        assertThat(withoutSlash.status()).isEqualTo(301);
        assertThat(withoutSlash.header("location")).isEqualTo("./sub/");
        assertThat(test.request("GET /static").header("location")).isEqualTo("./static/");
        assertThat(test.request("GET /static/sub/empty/").status()).isEqualTo(404);
        assertThat(test.request("GET /static/sub/empty").status()).isEqualTo(404);
    }

    @Test
    void head_isAnsweredWithoutBody_andOtherMethodsAre405() {
        var head = test.request("HEAD /static/index.html");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("content-length")).isEqualTo("8");
        var post = test.request("POST /static/index.html", "Content-Length: 0");
        assertThat(post.status()).isEqualTo(405);
        assertThat(post.header("allow")).isEqualTo("GET, HEAD, OPTIONS");
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0,      206, <,        bytes 0-0/8",
        "bytes=3-,       206, index,    bytes 3-7/8",
        "bytes=3-99,     206, index,    bytes 3-7/8",
        "BYTES=-5,       206, index,    bytes 3-7/8",
        "bytes=-99,      206, <p>index, bytes 0-7/8",
        "bytes=8-,       416, '',       bytes */8",
        "bytes=-0,       416, '',       bytes */8",
        "'bytes=0-1,3-', 200, <p>index, ",
        "bytes=2-1,      200, <p>index, ",
        "bytes=-,        200, <p>index, ",
        "lines=0-1,      200, <p>index, ",
    })
    void range_selectsPartOfTheFile(String range, int status, String text, @Nullable String contentRange) {
        var response = test.request("GET /static/index.html", "Range: " + range);

        assertThat(response.status()).isEqualTo(status);
        assertThat(status == 416 ? "" : response.text()).isEqualTo(text);
        assertThat(response.headers().first("content-range").orElse(null)).isEqualTo(contentRange);
        assertThat(response.headers().first("accept-ranges").orElse("bytes")).isEqualTo("bytes");
    }

    @Test
    void range_ofChangedFileOrHead_isIgnored() {
        var tag = test.request("GET /static/index.html").header("etag");

        assertThat(status("GET", "Range: bytes=0-1", "If-Range: " + tag)).isEqualTo(206);
        assertThat(status("GET", "Range: bytes=0-1", "If-Range: \"other\"")).isEqualTo(200);
        assertThat(status("GET", "Range: bytes=0-1", "If-Range: Sun, 06 Nov 1994 08:49:37 GMT"))
                .isEqualTo(200);
        assertThat(status("GET", "Range: bytes=0-1", "If-None-Match: " + tag)).isEqualTo(304);
        assertThat(status("HEAD", "Range: bytes=0-1")).isEqualTo(200);
    }

    @Test
    void largeFile_answersHeadAndRangesWithoutReadingIt() throws IOException {
        long size = 3L << 30;
        try (var sparse = new RandomAccessFile(root.resolve("large.bin").toFile(), "rw")) {
            sparse.setLength(size);
            sparse.seek(size - 3);
            sparse.writeBytes("end");
        }

        var head = test.request("HEAD /static/large.bin");
        assertThat(head.header("content-length")).isEqualTo("" + size);
        assertThat(test.request("GET /static/large.bin", "If-None-Match: " + head.header("etag"))
                        .status())
                .isEqualTo(304);
        var range = test.request("GET /static/large.bin", "Range: bytes=-3");
        assertThat(range.text()).isEqualTo("end");
        assertThat(range.header("content-range")).isEqualTo("bytes 3221225469-3221225471/3221225472");
    }

    @Test
    void precompressedVariant_isSentToClientsThatAcceptIt() throws IOException {
        Files.writeString(root.resolve("app.js"), "original");
        Files.writeString(root.resolve("app.js.gz"), "gzipped");
        Files.writeString(root.resolve("app.js.br"), "brotli");
        Files.writeString(root.resolve("style.css"), "plain");

        assertThat(variant("gzip, deflate, br")).isEqualTo("brotli");
        assertThat(variant("gzip")).isEqualTo("gzipped");
        assertThat(variant("br;q=0, *")).isEqualTo("gzipped");
        assertThat(variant("br;q=0, gzip;q=0.0, *")).isEqualTo("original");
        assertThat(variant("identity")).isEqualTo("original");
        assertThat(variant("br;x=1, gzip;q=many")).isEqualTo("original");
        var brotli = test.request("GET /static/app.js", "Accept-Encoding: br");
        assertThat(brotli.header("content-encoding")).isEqualTo("br");
        assertThat(brotli.header("content-type")).startsWith("text/javascript");
        var original = test.request("GET /static/app.js");
        assertThat(original.header("vary")).isEqualTo("accept-encoding");
        assertThat(original.header("etag")).isNotEqualTo(brotli.header("etag"));
        assertThat(original.headers().first("content-encoding")).isEmpty();
        assertThat(test.request("GET /static/style.css").headers().first("vary"))
                .isEmpty();
    }

    private String variant(String accepted) {
        return test.request("GET /static/app.js", "Accept-Encoding: " + accepted)
                .text();
    }

    private int status(String method, String... headers) {
        return test.request(method + " /static/index.html", headers).status();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/static/../secret.txt",
                "/static/%2e%2e/secret.txt",
                "/static/%2E%2E%2Fsecret.txt",
                "/static/..%2fsecret.txt",
                "/static/sub%2findex.html",
                "/static/..\\secret.txt",
                "/static/..%5csecret.txt",
                "/static/sub%5cindex.html",
                "/static/sub/../index.html",
                "/static/./index.html",
                "/static//index.html",
                "/static/index.html%00",
                "/static/index.html%00.png",
                "/static/%00",
                "/static/outside.txt",
                "/static/up/secret.txt",
                "/static/up/root/index.html/x",
                "/static/.hidden",
                "/static/index.html/",
                "/static/index.html/x",
                "/static/C:%5cwindows",
                "/static/absent",
                "/static/%zz"
            })
    void pathThatLeadsElsewhere_is404(String path) {
        var response = test.request("GET " + path);

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.text()).doesNotContain("secret\n").isNotEqualTo("secret");
    }

    @Test
    void resources_areServedFromTheClassPath_butNotItsDirectories() {
        test.app().route("/deep", routes -> routes.resources("/res", FilesTest.class, "resources"));
        test.app().resources("/jar", Test.class, "/META-INF");

        assertThat(test.request("GET /deep/res/style.css").text()).contains("color");
        assertThat(test.request("GET /deep/res/style.css").header("content-type"))
                .startsWith("text/css");
        assertThat(test.request("GET /deep/res/").text()).contains("index");
        assertThat(test.request("GET /deep/res/below/").status()).isEqualTo(404);
        assertThat(test.request("GET /deep/res/below").status()).isEqualTo(404);
        assertThat(test.request("GET /deep/res/%2e%2e/FilesTest.class").status())
                .isEqualTo(404);
        assertThat(test.request("GET /jar/LICENSE.md").status()).isEqualTo(200);
        assertThat(test.request("GET /jar/services").status()).isEqualTo(404);
    }

    @Test
    void files_notADirectory_areRejectedAtOnce() {
        assertThatThrownBy(() -> test.app().files("/x", directory.resolve("absent")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("absent");
        assertThatThrownBy(() -> test.app().files("/x/", root)).hasMessageContaining("'/x/'");
    }

    @Test
    void files_ofTheWholeApplication_areBehindItsOtherRoutes() {
        test.app().get("/page", HttpResponse.text(200, "page"));
        test.app().files("/", root);

        assertThat(test.request("GET /page").text()).isEqualTo("page");
        assertThat(test.request("GET /").text()).isEqualTo("<p>index");
        assertThat(test.request("GET /sub/data.unknown").text()).isEqualTo("data");
        assertThat(test.request("GET /%2e%2e/secret.txt").status()).isEqualTo(404);
        assertThat(test.request("GET //sub/").status()).isEqualTo(404);
    }
}
