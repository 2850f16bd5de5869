package org.offhook.server.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import org.offhook.server.config.AnswerBank;
import org.offhook.server.config.BankLoader;
import org.offhook.server.config.ConfigException;
import org.offhook.server.config.ServerConfig;
import org.offhook.server.config.ServerConfigReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code offhook check}: says what is wrong in a configuration, or what it comes to. */
@Command(
        name = "check",
        description = "Check a configuration and its answer banks; print what would be used.",
        sortOptions = false)
public final class Check implements Callable<Integer> {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            required = true,
            description = "Configuration, YAML.")
    private Path file;

    @Mixin private HelpOption help;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws ConfigException {
        ServerConfig config = ServerConfigReader.read(file, System::getenv);
        var banks = new ArrayList<String>();
        var problems = new ArrayList<String>();
        for (ServerConfig.Agent agent : config.agents()) {
            try {
                banks.add(bank(agent));
            } catch (ConfigException wrong) {
                problems.addAll(wrong.problems());
            }
        }
        if (!problems.isEmpty()) {
            problems.forEach(spec.commandLine().getErr()::println);
            return Offhook.FAILED;
        }
        PrintWriter out = spec.commandLine().getOut();
        ConfigText.lines(config).forEach(out::println);
        banks.forEach(out::println);
        out.println(file + ": good");
        return Offhook.OK;
    }

    private static String bank(ServerConfig.Agent agent) throws ConfigException {
        return switch (agent.bank()) {
            case ServerConfig.Bank.Demo() -> "bank of " + agent.name() + ": the demo's";
            case ServerConfig.Bank.File(Path path) -> {
                AnswerBank bank = BankLoader.read(path, agent.slots().names());
                int questions = bank.answers().stream().mapToInt(a -> a.questions().size()).sum();
                yield "bank of %s: %s, %d answers to %d questions"
                        .formatted(agent.name(), bank.name(), bank.answers().size(), questions);
            }
        };
    }
}
