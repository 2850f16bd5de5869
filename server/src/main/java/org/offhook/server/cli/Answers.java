package org.offhook.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code offhook answers}: what can be done with prepared answers. */
@Command(
        name = "answers",
        description = "Work with prepared answers.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = AnswersEval.class)
public final class Answers implements Runnable {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Print this help.")
    private boolean help;

    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
