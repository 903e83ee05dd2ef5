package dev.fanfare.cli;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.fanfare.cli.bench.BenchPage;
import dev.fanfare.cli.bench.BenchPlan;
import dev.fanfare.cli.bench.BenchReport;
import dev.fanfare.cli.bench.BenchResult;
import dev.fanfare.cli.bench.BenchRun;
import dev.fanfare.cli.bench.LiveView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A load test. */
@Command(
        name = "bench",
        description = "Tests a server under load and accounts for each delivery. docs/bench.md explains the figures.",
        subcommands = BenchMergeCommand.class,
        mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
    private static final int OTHER_FILES = 100;
    private static final int SUMMARY_SECONDS = 30;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8000",
            description = "URL of the server; without a path, that of the push server for the protocol. {id} and"
                    + " {channel} in the path are replaced. Default: ${DEFAULT-VALUE}.")
    private String url;

    @Mixin
    private final BenchOptions options = new BenchOptions();

    @Mixin
    private final TrustOptions trust = new TrustOptions();

    @Option(names = "--json", paramLabel = "FILE", description = "Writes the result as JSON, for bench merge.")
    private @Nullable Path json;

    @Option(names = "--html", paramLabel = "FILE", description = "Writes the result as an HTML page with charts.")
    private @Nullable Path html;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        BenchPlan plan;
        try {
            plan = options.plan(url);
        } catch (IllegalArgumentException invalid) {
            throw new ParameterException(spec.commandLine(), String.valueOf(invalid.getMessage()), invalid);
        }
        var out = spec.commandLine().getOut();
        requireFiles(plan);
        var run = new BenchRun(plan, sslContext(), new LiveView(out, Ansi.AUTO.enabled()));
        var printed = new CountDownLatch(1);
        var hook = new Thread(() -> stop(run, printed), "bench-interrupt");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            var result = run.run();
            write(spec, result, json, html);
            return result.succeeded() ? 0 : 1;
        } finally {
            printed.countDown();
            remove(hook);
        }
    }

    /** Ctrl-C: the run ends, and the summary is printed before the process ends. */
    private static void stop(BenchRun run, CountDownLatch printed) {
        run.stop();
        try {
            printed.await(SUMMARY_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shutdown) {
            // the hook is running
        }
    }

    /** Prints the summary and writes the files. */
    static void write(CommandSpec spec, BenchResult result, @Nullable Path json, @Nullable Path html) {
        var out = spec.commandLine().getOut();
        out.println(BenchReport.text(result));
        out.flush();
        try {
            if (json != null) {
                Files.writeString(json, BenchReport.json(result));
            }
            if (html != null) {
                Files.writeString(html, BenchPage.html(result));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write the result: " + failure, failure);
        }
    }

    private SSLContext sslContext() {
        return trust.sslContext().orElseGet(() -> {
            try {
                return SSLContext.getDefault();
            } catch (NoSuchAlgorithmException unavailable) {
                throw new IllegalStateException("TLS is unavailable: " + unavailable.getMessage(), unavailable);
            }
        });
    }

    private void requireFiles(BenchPlan plan) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            var problem = filesProblem(
                    plan.load().connections(), plan.publishing().publishers(), system.getMaxFileDescriptorCount());
            if (!problem.isEmpty()) {
                throw new ParameterException(spec.commandLine(), problem);
            }
        }
    }

    /** Why the limit of open files is too low, or an empty text. The JDK raises the soft limit to the hard limit. */
    static String filesProblem(int connections, int publishers, long limit) {
        long needed = (long) connections + publishers + OTHER_FILES;
        return needed <= limit
                ? ""
                : "--connections " + connections + " requires " + needed
                        + " open files, but the limit of this process is " + limit + ": raise it with `ulimit -Hn "
                        + needed + "`, or use several processes and `fanfare bench merge`";
    }
}
