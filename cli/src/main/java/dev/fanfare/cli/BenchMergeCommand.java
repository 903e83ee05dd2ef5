package dev.fanfare.cli;

import dev.fanfare.cli.bench.BenchMerge;
import dev.fanfare.cli.bench.BenchReport;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Merges the results of load tests that ran at the same time. */
@Command(
        name = "merge",
        description = "Merges the JSON results of load tests that ran at the same time.",
        mixinStandardHelpOptions = true)
final class BenchMergeCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Results of bench --json.")
    private List<Path> files;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes the merged result as JSON.")
    private @Nullable Path json;

    @Option(names = "--html", paramLabel = "FILE", description = "Writes the merged result as an HTML page.")
    private @Nullable Path html;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        var merged = BenchMerge.merge(files.stream().map(BenchReport::read).toList());
        BenchCommand.write(spec, merged, json, html);
        return merged.succeeded() ? 0 : 1;
    }
}
