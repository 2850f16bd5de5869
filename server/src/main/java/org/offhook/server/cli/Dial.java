package org.offhook.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.offhook.media.codec.CodecType;
import org.offhook.server.dial.DialOutcome;
import org.offhook.server.dial.DialReport;
import org.offhook.server.dial.DialRequest;
import org.offhook.server.dial.Target;
import org.offhook.server.dial.Utterance;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code offhook dial}: calls, speaks, listens, and reports the response times. */
@Command(
        name = "dial",
        description = {
            "Call a SIP address, say something, and measure how long the answer takes:",
            "from our last voiced packet to the first voiced packet that comes back."
        },
        sortOptions = false)
public final class Dial implements Callable<Integer> {
    /** What places the call. */
    public interface Caller {
        DialOutcome call(DialRequest request) throws IOException, InterruptedException;
    }

    @Parameters(
            paramLabel = "URI",
            converter = TargetText.class,
            description = "sip:[USER@]HOST[:PORT][;transport=tcp]")
    private Target target;

    @ArgGroup(multiplicity = "0..*")
    private List<Line> lines = new ArrayList<>();

    /** One thing to say: options of this group keep their order. */
    static final class Line {
        @Option(names = "--say", paramLabel = "TEXT", description = "Say this. May be repeated.")
        private String text;

        @Option(
                names = "--wav",
                paramLabel = "FILE",
                description = "Play this: mono 16-bit WAV, 8 to 48 kHz. May be repeated.")
        private Path wav;

        Utterance utterance() {
            return wav == null ? new Utterance.Say(text) : new Utterance.Play(wav);
        }
    }

    @Option(
            names = "--record",
            paramLabel = "FILE",
            description = "Write the call as stereo WAV: left we, right they.")
    private Path recording;

    @Option(names = "--json", description = "Print the result as one line of JSON, last.")
    private boolean json;

    @Option(
            names = "--voice",
            paramLabel = "NAME",
            description = "Voice of flite or espeak-ng. Default: slt or en-us")
    private String voice;

    @Option(
            names = "--timeout",
            paramLabel = "S",
            description = "Longest time for the whole call, seconds. Default: ${DEFAULT-VALUE}",
            defaultValue = "180")
    private int timeoutSeconds;

    @Option(
            names = "--codec",
            paramLabel = "NAME",
            converter = CodecText.class,
            description = "Offer only this: opus, G722, PCMU or PCMA. Default: all")
    private CodecType codec;

    @Mixin private HelpOption help;

    @Spec private CommandSpec spec;

    private final Caller caller;

    public Dial(Caller caller) {
        this.caller = caller;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (timeoutSeconds < 1 || timeoutSeconds > 3_600) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--timeout must be 1 to 3600 seconds, got \"" + timeoutSeconds + "\"");
        }
        var request =
                new DialRequest(
                        target,
                        lines.stream().map(Line::utterance).toList(),
                        Optional.ofNullable(voice),
                        Optional.ofNullable(codec),
                        Optional.ofNullable(recording),
                        Duration.ofSeconds(timeoutSeconds));
        return switch (caller.call(request)) {
            case DialOutcome.Held(DialReport report) -> held(report);
            case DialOutcome.Failed(int status, String reason) -> failed(status, reason);
        };
    }

    private int held(DialReport report) {
        PrintWriter out = spec.commandLine().getOut();
        report.table().forEach(out::println);
        if (json) {
            out.println(report.json());
        }
        if (report.silent()) {
            spec.commandLine()
                    .getErr()
                    .println("offhook dial: the call was held but not a word heard");
        }
        boolean good = !report.silent() && !report.hungUpBy().equals("network");
        return good ? Offhook.OK : Offhook.FAILED;
    }

    private int failed(int status, String reason) {
        String said = status == 0 ? reason : (status + " " + reason).strip();
        spec.commandLine().getErr().println("offhook dial: " + target.uri() + ": " + said);
        if (json) {
            spec.commandLine()
                    .getOut()
                    .println(DialReport.failureJson(target.uri(), status, reason));
        }
        return Offhook.FAILED;
    }

    /** The text of the URI. */
    static final class TargetText implements ITypeConverter<Target> {
        @Override
        public Target convert(String text) {
            return Target.parse(text)
                    .orElseThrow(() ->
                            new TypeConversionException(
                                    "must be sip:[USER@]HOST[:PORT], got \"" + text + "\""));
        }
    }

    /** The text of {@code --codec}. */
    static final class CodecText implements ITypeConverter<CodecType> {
        @Override
        public CodecType convert(String text) {
            for (CodecType codec : CodecType.values()) {
                if (codec.sdpName().equalsIgnoreCase(text)) {
                    return codec;
                }
            }
            throw new TypeConversionException(
                    "must be opus, G722, PCMU or PCMA, got \"" + text + "\"");
        }
    }
}
