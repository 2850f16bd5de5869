package org.offhook.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import org.apache.logging.log4j.LogManager;
import org.offhook.server.config.ConfigException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code offhook}: says what there is, and how faults are told. */
@Command(
        name = "offhook",
        description = "Answers the phone and talks.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = Offhook.Version.class,
        footer = {"", "Run \"offhook COMMAND --help\" for a command's options."})
public final class Offhook implements Runnable {
    /** Done. */
    public static final int OK = 0;

    /** It was tried and failed; the reason was said. */
    public static final int FAILED = 1;

    /** The command line itself is wrong. */
    public static final int USAGE = 2;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Print the version.")
    private boolean version;

    @Mixin private HelpOption help;

    @Spec private CommandSpec spec;

    private Offhook() {}

    /** The command line with its commands, each ready to run. */
    public static CommandLine with(Object... commands) {
        var line = new CommandLine(new Offhook());
        for (Object command : commands) {
            line.addSubcommand(command);
        }
        return line.setParameterExceptionHandler((wrong, arguments) -> usage(wrong))
                .setExecutionExceptionHandler((fault, where, result) -> failure(fault, where))
                .setUsageHelpWidth(96)
                .setUsageHelpAutoWidth(false);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    private static int usage(ParameterException wrong) {
        CommandLine line = wrong.getCommandLine();
        String name = line.getCommandSpec().qualifiedName();
        PrintWriter err = line.getErr();
        err.println(name + ": " + wrong.getMessage());
        UnmatchedArgumentException.printSuggestions(wrong, err);
        err.println("Run \"" + name + " --help\" for what there is.");
        return USAGE;
    }

    /** The operator's and the world's faults are one line; ours is a stack trace. */
    private static int failure(Exception fault, CommandLine line) {
        PrintWriter err = line.getErr();
        switch (fault) {
            case ConfigException config -> config.problems().forEach(err::println);
            case IOException world -> err.println("offhook: " + said(world));
            case InterruptedException _ -> err.println("offhook: interrupted");
            default -> {
                LogManager.getLogger(Offhook.class).fatal("a bug, please report it", fault);
                fault.printStackTrace(err);
            }
        }
        return FAILED;
    }

    private static String said(IOException fault) {
        String name = fault.getClass().getSimpleName();
        return fault.getMessage() == null ? name : fault.getMessage();
    }

    /** Reads the version out of the program's own jar. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Offhook.class.getPackage().getImplementationVersion();
            String said = version == null ? "(not packaged)" : version;
            return new String[] {"offhook " + said + ", Java " + Runtime.version()};
        }
    }
}
