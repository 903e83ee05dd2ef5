package dev.fanfare.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.server.PushServer;
import dev.fanfare.server.config.ServerConfig;
import dev.fanfare.server.token.ConnectionClaims;
import dev.fanfare.server.token.TokenSigner;
import dev.fanfare.testkit.client.RawWebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The admin page with hostile names and data, on a desktop and on a phone, in light and dark, in English and Chinese. */
@Tag("full")
class AdminPageTest {
    private static final String PASSWORD = "a long password";
    private static final String MARKUP = "<img/src=x/onerror=document.title='hacked'>";
    private static final String YAML = """
            http-server: {address: 127.0.0.1, port: 0, internal-port: 0}
            admin: {password: a long password}
            client: {token: {hmac-secret-key: a-secret-of-the-admin-page-tests}}
            channel:
              without-namespace: {history-size: 10, history-ttl: 60s, presence: true, allow-subscribe-for-client: true,
                allow-subscribe-for-anonymous: true}
            """;
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Chromium chromium;

    private final ServerConfig config = ServerConfig.LOADER.load(YAML, Map.of(), Map.of());
    private final PushServer server = PushServer.create(config);
    private final List<RawWebSocket> clients = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private String url = "";

    @BeforeAll
    static void startBrowser() {
        chromium = new Chromium();
    }

    @AfterAll
    static void stopBrowser() {
        chromium.close();
    }

    @AfterEach
    void close() {
        clients.forEach(RawWebSocket::close);
        server.close();
    }

    private void start() {
        var address = server.listen();
        url = "http://127.0.0.1:" + server.addresses().getFirst().getPort() + "/admin";
        var signer = new TokenSigner(config.client().token(), InstantSource.system());
        var info = Payload.validatedJson(('"' + MARKUP + " as info\"").getBytes(StandardCharsets.UTF_8));
        for (var user : List.of("alice", "bob", MARKUP)) {
            var token = signer.connection(ConnectionClaims.of(user).withInfo(info));
            var client = RawWebSocket.open(address, "/connection/websocket");
            client.send("{\"id\":1,\"connect\":{\"token\":\"" + token
                    + "\"}}\n{\"id\":2,\"subscribe\":{\"channel\":\"news\"}}\n"
                    + "{\"id\":3,\"subscribe\":{\"channel\":\"" + MARKUP + "\"}}");
            assertThat(client.receiveText()).contains("\"connect\"");
            clients.add(client);
        }
    }

    private Page open(int width, ColorScheme scheme) {
        var context = chromium.browser()
                .newContext(new Browser.NewContextOptions()
                        .setViewportSize(width, 900)
                        .setLocale("en-US")
                        .setColorScheme(scheme));
        var page = chromium.newPage(context);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                errors.add(message.text());
            }
        });
        page.onPageError(errors::add);
        page.onDialog(dialog -> dialog.accept());
        page.navigate(url);
        page.getByLabel("Password").fill(PASSWORD);
        page.getByRole(AriaRole.BUTTON, named("Log in")).click();
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Overview")))
                .isVisible();
        // The first request tells the page that a login is required.
        errors.removeIf(error -> error.contains("401"));
        return page;
    }

    @Test
    void views_showHostileNamesAsText_withoutErrors() {
        start();
        var page = open(1280, ColorScheme.LIGHT);
        assertThat(page.locator("figure.chart").first().locator("strong")).hasText("3");

        page.getByRole(AriaRole.LINK, exactly("Channels")).click();
        page.getByRole(AriaRole.LINK, exactly(MARKUP)).click();
        assertThat(page.getByRole(AriaRole.HEADING, exactly(MARKUP))).isVisible();
        page.getByLabel("Format").selectOption("text");
        page.getByLabel("Data").fill(MARKUP);
        page.getByRole(AriaRole.BUTTON, named("Publish")).click();
        assertThat(page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText("TEXT")))
                .containsText(MARKUP);
        assertThat(page.getByText(MARKUP + " as info")).hasCount(3);
        page.screenshot(shot("admin-channel"));

        page.getByRole(AriaRole.LINK, exactly("Clients")).click();
        page.getByLabel("Search").fill("alice");
        page.getByRole(AriaRole.BUTTON, named("Find")).click();
        assertThat(page.getByText("1 found")).isVisible();
        page.locator("tbody a").first().click();
        page.getByRole(AriaRole.BUTTON, named("Unsubscribe news")).click();
        assertThat(page.locator("#status")).containsText("Done");
        page.getByRole(AriaRole.LINK, exactly("Explain")).click();
        page.getByLabel("User", new Page.GetByLabelOptions().setExact(true)).fill(MARKUP);
        page.getByLabel("Channel", new Page.GetByLabelOptions().setExact(true)).fill("news");
        page.getByRole(AriaRole.BUTTON, named("Explain")).click();
        assertThat(page.getByText("allow-publish-for-client is not set")).isVisible();

        assertThat(page).hasTitle("Fanfare admin");
        assertThat(page.locator("img")).hasCount(0);
        assertThat(errors).isEmpty();
    }

    @Test
    void overview_fitsDesktopAndPhone_inLightAndDark() {
        start();
        for (int width : new int[] {1280, 390}) {
            for (var scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                var page = open(width, scheme);
                assertThat(page.locator("figure.chart canvas")).hasCount(11);
                assertThat(page.getByRole(AriaRole.TABLE, new Page.GetByRoleOptions().setName("Nodes")))
                        .isVisible();
                for (var view : List.of("overview", "channels", "clients", "nodes", "explain")) {
                    page.navigate(url + "#/" + view);
                    assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                            .isVisible();
                    assertThat(page.evaluate("document.documentElement.scrollWidth - innerWidth"))
                            .as(view + " at " + width)
                            .isEqualTo(0);
                    assertThat(Accessibility.findings(page))
                            .as(view + " at " + width + " in " + scheme)
                            .isEmpty();
                }
                page.navigate(url + "#/overview");
                assertThat(page.locator("figure.chart canvas")).hasCount(11);
                page.screenshot(shot("admin-" + width + "-" + scheme.name().toLowerCase(java.util.Locale.ROOT)));
                page.context().close();
            }
        }
        assertThat(errors).isEmpty();
    }

    @Test
    void page_speaksChinese_andLogsOut() {
        start();
        var page = open(390, ColorScheme.LIGHT);
        page.getByLabel("Language").selectOption("zh");
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("概览")))
                .isVisible();
        assertThat(page.locator("html")).hasAttribute("lang", "zh-CN");
        page.screenshot(shot("admin-390-zh"));
        page.getByRole(AriaRole.BUTTON, named("退出登录")).click();
        assertThat(page.getByLabel("密码")).isFocused();
        page.reload();
        assertThat(page.getByLabel("密码")).isVisible();
    }

    private static Page.ScreenshotOptions shot(String name) {
        return new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png"));
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name);
    }

    private static Page.GetByRoleOptions exactly(String name) {
        return named(name).setExact(true);
    }
}
