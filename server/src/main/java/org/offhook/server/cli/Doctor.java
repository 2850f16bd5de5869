package org.offhook.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.offhook.server.config.ConfigException;
import org.offhook.server.config.ServerConfig;
import org.offhook.server.dial.DialReport;
import org.offhook.server.dial.Target;
import org.offhook.server.doctor.Diagnosis;
import org.offhook.server.doctor.Findings;
import org.offhook.server.doctor.Verdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code offhook doctor}: what is wrong between a line and its PBX, and which setting mends it. */
@Command(
        name = "doctor",
        description = {
            "Try a line of the configuration: register, send OPTIONS, call itself through the PBX,",
            "listen both ways, press keys, hold, resume, transfer; say which setting mends what is",
            "wrong. Stop the server first: this takes its place at sip.listen and at the PBX."
        },
        footer = {"", "Exit codes: 0 all is well; 1 something is wrong, or it could not be tried."},
        sortOptions = false)
public final class Doctor implements Callable<Integer> {
    /** What looks. */
    public interface Examiner {
        Findings examine(Examination wanted, Consumer<String> progress)
                throws ConfigException, IOException, InterruptedException;
    }

    /**
     * What is looked at.
     *
     * @param line name; empty for the only one
     */
    public record Examination(ServerConfig config, String line, Optional<String> transferTo) {}

    @Option(
            names = "--line",
            paramLabel = "NAME",
            description = "The line to try. Default: the only line.")
    private String line = "";

    @Option(
            names = "--transfer-to",
            paramLabel = "URI",
            converter = Dial.TargetText.class,
            description = "Somebody who answers: tries a blind transfer to there.")
    private Target transferTo;

    @Option(names = "--json", description = "Print the findings as one JSON object.")
    private boolean json;

    @Mixin private ConfigOptions options;

    @Mixin private HelpOption help;

    @Spec private CommandSpec spec;

    private final Examiner examiner;

    public Doctor(Examiner examiner) {
        this.examiner = examiner;
    }

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        var wanted =
                new Examination(
                        options.read(), line, Optional.ofNullable(transferTo).map(Target::uri));
        Findings findings =
                examiner.examine(
                        wanted,
                        step -> {
                            if (!json) {
                                err.println("... " + step);
                            }
                        });
        List<Verdict> verdicts = Diagnosis.of(findings);
        boolean healthy = Diagnosis.isHealthy(verdicts);
        if (json) {
            out.println(json(findings, verdicts, healthy));
        } else {
            verdicts.forEach(verdict -> print(verdict, out));
            out.println(healthy ? "all is well" : "something is wrong");
        }
        return healthy ? Offhook.OK : Offhook.FAILED;
    }

    private static void print(Verdict verdict, PrintWriter out) {
        out.println("%-4s  %-29s  %s".formatted(shown(verdict), verdict.name(), verdict.what()));
        if (!verdict.mend().isEmpty()) {
            out.println(" ".repeat(6) + "mend it: " + verdict.mend());
        }
    }

    private static String shown(Verdict verdict) {
        return switch (verdict.grade()) {
            case PASS -> "pass";
            case WARN -> "warn";
            case FAIL -> "FAIL";
            case SKIPPED -> "-";
        };
    }

    private static String json(Findings findings, List<Verdict> verdicts, boolean healthy) {
        String checks =
                verdicts.stream()
                        .map(one ->
                                "{\"check\":%s,\"grade\":\"%s\",\"what\":%s,\"mend\":%s}"
                                        .formatted(
                                                DialReport.quoted(one.name()),
                                                one.grade().name().toLowerCase(Locale.ROOT),
                                                DialReport.quoted(one.what()),
                                                DialReport.quoted(one.mend())))
                        .collect(Collectors.joining(","));
        return "{\"line\":%s,\"registrar\":%s,\"product\":%s,\"healthy\":%b,\"checks\":[%s]}"
                .formatted(
                        DialReport.quoted(findings.setup().line()),
                        DialReport.quoted(findings.setup().registrar()),
                        DialReport.quoted(findings.asked().product()),
                        healthy,
                        checks);
    }
}
