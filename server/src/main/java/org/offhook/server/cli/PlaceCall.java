package org.offhook.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.offhook.agent.Dialler.Outcome;
import org.offhook.agent.OnMachine;
import org.offhook.agent.answering.AnsweredBy;
import org.offhook.server.calls.Outcomes;
import org.offhook.server.config.ConfigException;
import org.offhook.server.config.Forms;
import org.offhook.server.config.ServerConfig;
import org.offhook.server.dial.Target;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code offhook call}: an agent calls somebody, once. */
@Command(
        name = "call",
        description = {
            "Call a SIP address with an agent behind: it lets the callee speak first, then talks to",
            "a person, leaves a message on a machine, and hangs up on the rest."
        },
        footer = {
            "",
            "Exit codes: 0 talked to a person, or left the message; 1 failed; 3 busy; 4 no answer;",
            "5 refused; 6 answered by a machine, menu, announcement or fax and hung up, or announced by",
            "the network to be out of reach."
        },
        sortOptions = false)
public final class PlaceCall implements Callable<Integer> {
    static final int BUSY = 3;
    static final int NO_ANSWER = 4;
    static final int REFUSED = 5;
    static final int NOBODY = 6;

    /** What places the call. */
    public interface Caller {
        Outcome call(ServerConfig config, CallOrder order)
                throws ConfigException, IOException, InterruptedException;
    }

    @Parameters(
            paramLabel = "URI",
            converter = Dial.TargetText.class,
            description = "sip:[USER@]HOST[:PORT][;transport=tcp]")
    private Target target;

    @Option(
            names = "--agent",
            paramLabel = "NAME",
            description = "Who calls. Default: the only agent.")
    private String agent = "";

    @Option(
            names = "--line",
            paramLabel = "NAME",
            description = "The line to call from. Default: the only line, or none.")
    private String line = "";

    @Option(
            names = "--message",
            paramLabel = "TEXT",
            description = "What to say to an answering machine, after its beep.")
    private String message;

    @Option(
            names = "--on-machine",
            paramLabel = "WHAT",
            description =
                    "leave-message, hang-up or talk. Default: leave-message with --message, else"
                            + " hang-up.")
    private String onMachine = "";

    @Option(
            names = "--ring-timeout",
            paramLabel = "DURATION",
            defaultValue = "30s",
            description = "How long to let it ring, 1s to 5m. Default: ${DEFAULT-VALUE}")
    private String ringTimeout;

    @Option(names = "--json", description = "Print the outcome as one JSON object.")
    private boolean json;

    @Mixin private ConfigOptions options;

    @Mixin private HelpOption help;

    @Spec private CommandSpec spec;

    private final Caller caller;

    public PlaceCall(Caller caller) {
        this.caller = caller;
    }

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        var order =
                new CallOrder(
                        target.uri(),
                        agent,
                        line,
                        onMachine(),
                        Optional.ofNullable(message),
                        Forms.ringTimeout(ringTimeout)
                                .orElseThrow(() ->
                                        usage(
                                                "--ring-timeout must be a duration from 1s to 5m,"
                                                        + " got \""
                                                        + ringTimeout
                                                        + "\"")));
        Outcome outcome = caller.call(options.readForCall(), order);
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? Outcomes.json(outcome) : said(outcome));
        return code(outcome);
    }

    private OnMachine onMachine() {
        OnMachine wanted =
                switch (onMachine) {
                    case "" -> message == null ? OnMachine.HANG_UP : OnMachine.LEAVE_MESSAGE;
                    case "leave-message" -> OnMachine.LEAVE_MESSAGE;
                    case "hang-up" -> OnMachine.HANG_UP;
                    case "talk" -> OnMachine.TALK;
                    default ->
                            throw usage(
                                    "--on-machine must be leave-message, hang-up or talk, got \""
                                            + onMachine
                                            + "\"");
                };
        if (wanted == OnMachine.LEAVE_MESSAGE && message == null) {
            throw usage("--on-machine leave-message needs --message");
        }
        return wanted;
    }

    private ParameterException usage(String rule) {
        return new ParameterException(spec.commandLine(), rule);
    }

    private static String said(Outcome outcome) {
        return switch (outcome) {
            case Outcome.NotReached(var why, int status, String reason) ->
                    lower(why) + (status == 0 ? "" : " (" + status + ")") + ": " + reason;
            case Outcome.Reached(AnsweredBy by, boolean left, int turns, String end) ->
                    "answered by %s, %s, %d turns: %s"
                            .formatted(lower(by), left ? "message left" : "no message", turns, end);
        };
    }

    private static int code(Outcome outcome) {
        return switch (outcome) {
            case Outcome.NotReached(var why, int _, String _) ->
                    switch (why) {
                        case BUSY -> BUSY;
                        case NO_ANSWER -> NO_ANSWER;
                        case REFUSED -> REFUSED;
                        case ANNOUNCED -> NOBODY;
                        case FAILED -> Offhook.FAILED;
                    };
            case Outcome.Reached(AnsweredBy by, boolean left, int turns, String _) ->
                    switch (by) {
                        case HUMAN -> Offhook.OK;
                        case UNKNOWN -> turns > 0 ? Offhook.OK : NOBODY;
                        case MACHINE, IVR -> left || turns > 0 ? Offhook.OK : NOBODY;
                        case PENDING, ANNOUNCEMENT, FAX -> NOBODY;
                    };
        };
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
