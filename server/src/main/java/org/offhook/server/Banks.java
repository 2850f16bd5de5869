package org.offhook.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.offhook.agent.AnswerAudio;
import org.offhook.agent.BuiltInTool;
import org.offhook.agent.Prompt;
import org.offhook.agent.ShippedAudio;
import org.offhook.cache.Answer;
import org.offhook.cache.Slots;
import org.offhook.server.config.AnswerBank;
import org.offhook.server.config.BankLoader;
import org.offhook.server.config.ConfigException;
import org.offhook.server.config.ServerConfig;

/** Where answer banks and the audio that is shipped with them come from. */
final class Banks {
    private static final String DEMO = "/demo/clinic.yaml";

    private static final String DEMO_AUDIO = "demo/audio";

    private Banks() {}

    /**
     * @param slots that its answers may have
     */
    static AnswerBank load(ServerConfig.Bank bank, Set<String> slots)
            throws ConfigException, IOException {
        return switch (bank) {
            case ServerConfig.Bank.File(var path) -> BankLoader.read(path, slots);
            case ServerConfig.Bank.Demo() -> {
                try (InputStream text = Banks.class.getResourceAsStream(DEMO)) {
                    yield BankLoader.read(
                            "demo", new String(text.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        };
    }

    /** The agent's bank, with the greeting that it has of its own, and all that its tools say. */
    static AnswerBank of(ServerConfig.Agent agent) throws ConfigException, IOException {
        AnswerBank bank =
                load(agent.bank(), agent.slots().names()).withGreeting(agent.persona().greeting());
        if (!agent.persona().isEnglish()) {
            return bank;
        }
        if (takesMessages(agent, bank)) {
            bank = withUsual(bank, Prompt.MESSAGE_TAKEN);
        }
        boolean passesOn = Transferring.isPossible(agent, bank);
        if (passesOn) {
            for (Prompt prompt : Prompt.AFTER_TRANSFER) {
                bank = withUsual(bank, prompt);
            }
        }
        return passesOn || waits(agent) ? withUsual(bank, Prompt.STILL_WORKING) : bank;
    }

    /** The demo's bank with all that an agent may ever say from it, whatever its tools. */
    static AnswerBank demoToRecord() throws ConfigException, IOException {
        AnswerBank bank = load(new ServerConfig.Bank.Demo(), Slots.BUILT_IN);
        for (Prompt prompt : Prompt.values()) {
            bank = prompt.usual().isEmpty() ? bank : withUsual(bank, prompt);
        }
        return bank;
    }

    private static AnswerBank withUsual(AnswerBank bank, Prompt prompt) {
        return bank.prompts().containsKey(prompt.key())
                ? bank
                : bank.with(prompt.key(), prompt.usual());
    }

    private static boolean takesMessages(ServerConfig.Agent agent, AnswerBank bank) {
        return agent.tools().names().contains(BuiltInTool.TAKE_MESSAGE.key())
                || bank.answers().stream()
                        .anyMatch(answer -> answer.then() instanceof Answer.Then.TakeMessage);
    }

    /** Whether it has tools that take their time. */
    private static boolean waits(ServerConfig.Agent agent) {
        Set<String> ours =
                Arrays.stream(BuiltInTool.values())
                        .map(BuiltInTool::key)
                        .collect(Collectors.toSet());
        return !ours.containsAll(agent.tools().names());
    }

    /** The demo's audio is in the program; an operator's may lie beside the bank. */
    static ShippedAudio shippedAudio(ServerConfig.Bank bank) {
        return switch (bank) {
            case ServerConfig.Bank.File(var path) ->
                    ShippedAudio.directory(path.resolveSibling("audio"));
            case ServerConfig.Bank.Demo() ->
                    ShippedAudio.classPath(Banks.class.getClassLoader(), DEMO_AUDIO);
        };
    }

    /** All that a bank has to say. */
    static List<AnswerAudio.Saying> sayings(AnswerBank bank) {
        var sayings = new ArrayList<AnswerAudio.Saying>(prompts(bank));
        sayings.addAll(answers(bank));
        return sayings;
    }

    static List<AnswerAudio.Saying> prompts(AnswerBank bank) {
        var sayings = new ArrayList<AnswerAudio.Saying>();
        bank.prompts().forEach((key, text) -> sayings.add(new AnswerAudio.Saying(key, text)));
        return sayings;
    }

    static List<AnswerAudio.Saying> answers(AnswerBank bank) {
        return bank.answers().stream()
                .flatMap(answer -> AnswerAudio.sayings(answer.id(), answer.say()).stream())
                .toList();
    }

    /** What changes to answers from this bank are put down to. */
    static String nameOf(ServerConfig.Bank bank) {
        return switch (bank) {
            case ServerConfig.Bank.File(var path) -> path.getFileName().toString();
            case ServerConfig.Bank.Demo() -> "demo";
        };
    }
}
