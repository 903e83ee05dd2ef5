package dev.fanfare.cli;

import dev.fanfare.cli.doctor.Finding;
import dev.fanfare.cli.doctor.Finding.Level;
import dev.fanfare.cli.doctor.ServerChecks;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Checks the machine and the configuration of a push server. */
@Command(
        name = "doctor",
        description = "Checks limits, ports, certificates, secrets and Redis for a configuration, and names each fix.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    private static final Pattern CONTROL_CHARACTERS = Pattern.compile("\\p{Cntrl}+");

    @Mixin
    private final ConfigOptions config = new ConfigOptions();

    @Option(names = "--json", description = "Prints the findings as a JSON array.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        var findings = new ServerChecks(Clock.systemUTC(), Path.of("/")).run(config::load);
        var out = spec.commandLine().getOut();
        if (json) {
            out.println(JsonMapper.shared()
                    .writeValueAsString(
                            findings.stream().map(DoctorCommand::fields).toList()));
        } else {
            findings.forEach(finding -> out.println(line(finding)));
            out.println(count(findings, Level.ERROR) + " errors, " + count(findings, Level.WARNING) + " warnings");
        }
        out.flush();
        return count(findings, Level.ERROR) == 0 ? 0 : 1;
    }

    private static long count(List<Finding> findings, Level level) {
        return findings.stream().filter(finding -> finding.level() == level).count();
    }

    private static Map<String, String> fields(Finding finding) {
        return Map.of(
                "level", level(finding), "check", finding.check(), "found", finding.found(), "fix", finding.fix());
    }

    private static String level(Finding finding) {
        return finding.level().name().toLowerCase(Locale.ROOT);
    }

    private static String line(Finding finding) {
        var fix = finding.fix().isEmpty() ? "" : "\n         fix: " + plain(finding.fix());
        return String.format(Locale.ROOT, "%-8s ", level(finding)) + plain(finding.check()) + ": "
                + plain(finding.found()) + fix;
    }

    private static String plain(String text) {
        return CONTROL_CHARACTERS.matcher(text).replaceAll(" ");
    }
}
