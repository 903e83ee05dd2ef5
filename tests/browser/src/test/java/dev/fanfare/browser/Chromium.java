package dev.fanfare.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The Chromium of this machine, headless. If it is missing, the failure names the package to install. */
final class Chromium implements AutoCloseable {
    /** Long enough for a busy machine. The default is 5 s. */
    private static final double PATIENCE_MILLIS = 60_000;

    private static final double LAUNCH_MILLIS = 180_000;

    private final Playwright playwright;
    private final Browser browser;

    Chromium() {
        var executable = executable();
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable)
                        .setTimeout(LAUNCH_MILLIS)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-dev-shm-usage",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
    }

    Browser browser() {
        return browser;
    }

    /** Opens a page with time limits for a busy machine. */
    Page newPage() {
        return patient(browser.newPage());
    }

    /** Opens a page with its own cookies. */
    Page newPage(BrowserContext context) {
        return patient(context.newPage());
    }

    private static Page patient(Page page) {
        page.setDefaultTimeout(PATIENCE_MILLIS);
        return page;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }

    private static Path executable() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .flatMap(folder -> List.of("chromium", "chromium-browser", "google-chrome").stream()
                        .map(name -> Path.of(folder, name)))
                .filter(path -> path.toFile().canExecute())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "no chromium in PATH: install Debian's package chromium to run these tests"));
    }
}
