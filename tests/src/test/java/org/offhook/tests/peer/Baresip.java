package org.offhook.tests.peer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A softphone (baresip 1.0) that speaks a sound and records what it hears, good for one call. It
 * listens on a free port of its own loopback address and answers by itself. Any thread.
 */
public final class Baresip implements AutoCloseable {
    /** Codecs it can offer; its file source must have exactly the codec's rate and channels. */
    public enum Codec {
        PCMU("pcmu", "g711", 8_000, 1),
        PCMA("pcma", "g711", 8_000, 1),
        G722("g722", "g722", 16_000, 1),
        OPUS("opus/48000/2", "opus", 48_000, 2);

        private final String name;
        private final String module;
        private final int rateHz;
        private final int channels;

        Codec(String name, String module, int rateHz, int channels) {
            this.name = name;
            this.module = module;
            this.rateHz = rateHz;
            this.channels = channels;
        }
    }

    /**
     * Who it is.
     *
     * @param server registrar or proxy, or any address where it only dials by URI
     * @param password empty: it does not register
     * @param transport {@code udp} or {@code tcp}
     * @param encryption {@code srtp} (offered beside plain audio), {@code srtp-mand} or {@code
     *     srtp-mandf} (insisted on), {@code dtls_srtp} (insisted on); empty for none
     */
    public record Account(
            String user,
            String password,
            InetSocketAddress server,
            String transport,
            Codec codec,
            String encryption) {
        public Account(
                String user,
                String password,
                InetSocketAddress server,
                String transport,
                Codec codec) {
            this(user, password, server, transport, codec, "");
        }
    }

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final PeerProcess process;
    private final Path recordings;
    private final Codec codec;

    private final InetSocketAddress listening;

    private Baresip(
            PeerProcess process, Path recordings, Codec codec, InetSocketAddress listening) {
        this.listening = listening;
        this.process = process;
        this.recordings = recordings;
        this.codec = codec;
    }

    /**
     * Starts it and waits until it is ready.
     *
     * @param says spoken from the moment a call is answered; must outlast the call
     * @param folder an empty folder for its configuration and recordings
     */
    public static Baresip start(Account account, Sound says, Path folder)
            throws IOException, InterruptedException {
        return start(account, says, folder, "auto");
    }

    /** As {@link #start}, but calls to it ring until {@link #hangUp}, which refuses them. */
    public static Baresip thatOnlyRings(Account account, Sound says, Path folder)
            throws IOException, InterruptedException {
        return start(account, says, folder, "manual");
    }

    private static Baresip start(Account account, Sound says, Path folder, String answers)
            throws IOException, InterruptedException {
        PeerProcess.assumeInstalled("baresip", "baresip-core");
        Path recordings = Files.createDirectories(folder.resolve("recordings"));
        Path source = folder.resolve("says.wav");
        Codec codec = account.codec();
        says.at(codec.rateHz).write(source, codec.channels);
        InetSocketAddress listening = Loopback.nextWithPort();
        Files.writeString(folder.resolve("config"), config(listening, codec, source, recordings));
        Files.writeString(folder.resolve("accounts"), line(account, answers));
        var process =
                PeerProcess.start(folder, List.of("baresip", "-4", "-s", "-f", folder.toString()));
        var baresip = new Baresip(process, recordings, codec, listening);
        baresip.awaitOrClose("baresip is ready");
        return baresip;
    }

    private static String config(
            InetSocketAddress listening, Codec codec, Path source, Path recordings) {
        // An interface's name does not work: it must be the address.
        return """
        sip_listen %6$s
        net_interface %1$s
        rtp_ports 30000-50000
        module_path %2$s
        module stdio.so
        module %3$s.so
        module aufile.so
        module aubridge.so
        module sndfile.so
        module srtp.so
        module dtls_srtp.so
        module_tmp account.so
        module_app menu.so
        audio_source aufile,%4$s
        audio_player aubridge,nowhere
        audio_alert aubridge,nowhere
        snd_path %5$s
        statmode_default off
        """
                .formatted(
                        listening.getAddress().getHostAddress(),
                        modules(),
                        codec.module,
                        source,
                        recordings,
                        Loopback.text(listening));
    }

    private static Path modules() {
        return Path.of("/usr/lib/baresip/modules");
    }

    private static String line(Account account, String answers) {
        boolean registers = !account.password().isEmpty();
        String encryption =
                account.encryption().isEmpty() ? "" : ";mediaenc=" + account.encryption();
        return "<sip:%s@%s;transport=%s>;auth_user=%s;auth_pass=%s;regint=%d;answermode=%s;audio_codecs=%s%s%n"
                .formatted(
                        account.user(),
                        Loopback.text(account.server()),
                        account.transport(),
                        account.user(),
                        registers ? account.password() : "none",
                        registers ? 60 : 0,
                        answers,
                        account.codec().name,
                        encryption);
    }

    private void awaitOrClose(String text) throws InterruptedException {
        try {
            process.await(Pattern.compile(text), PATIENCE);
        } catch (AssertionError notSeen) {
            close();
            throw notSeen;
        }
    }

    /** Where it can be called without a registrar. */
    public String uri(String user) {
        return "sip:" + user + "@" + Loopback.text(listening);
    }

    /** Waits for the registrar's 200. */
    public Baresip awaitRegistered() throws InterruptedException {
        process.await(Pattern.compile("registered successfully"), PATIENCE);
        return this;
    }

    /** Waits until the registrar has refused it for good. */
    public void awaitRefused() throws InterruptedException {
        process.await(
                Pattern.compile("reg: .*(401|403|Unauthorized|Forbidden|Authentication)"),
                PATIENCE);
    }

    /** Places the call; see {@link #awaitEstablished}. */
    public void dial(String uri) throws IOException {
        process.type("/dial " + uri);
    }

    /** Waits until it rings. */
    public void awaitRinging() throws InterruptedException {
        process.await(Pattern.compile("Incoming call"), PATIENCE);
    }

    /** Waits for the answer; fails at once where the call is refused. */
    public void awaitEstablished() throws InterruptedException {
        String outcome =
                process.await(
                                Pattern.compile("(?m)Call established|^.*session closed.*$"),
                                PATIENCE)
                        .group();
        if (!outcome.equals("Call established")) {
            throw new AssertionError("the call was refused: " + outcome + "\n" + log());
        }
    }

    /** Waits for a refusal or the end of the call and returns the line that reports it. */
    public String awaitEnded() throws InterruptedException {
        return process.await(
                        Pattern.compile("(?m)^.*(session closed|terminated \\(duration).*$"),
                        PATIENCE)
                .group();
    }

    /** Waits until so much has been recorded of the other side. */
    public void awaitHeard(Duration length) throws IOException, InterruptedException {
        long bytes = length.toMillis() * 2 * codec.rateHz * codec.channels / 1000;
        try {
            Waiting.until(
                    "the recording of " + length,
                    () -> recording().isPresent() && Files.size(recording().get()) >= bytes);
        } catch (AssertionError notHeard) {
            throw new AssertionError(notHeard.getMessage() + ":\n" + log(), notHeard);
        }
    }

    /** Waits until it has recorded so much more than by now. */
    public void awaitMore(Duration length) throws IOException, InterruptedException {
        awaitHeard(heardSoFar().plus(length));
    }

    /** How much of the other side has been recorded. */
    public Duration heardSoFar() throws IOException {
        long bytes = recording().isPresent() ? Files.size(recording().get()) : 0;
        return Duration.ofMillis(bytes * 1000 / (2L * codec.rateHz * codec.channels));
    }

    /** Of its last call. */
    private Optional<Path> recording() throws IOException {
        return all().reduce((_, later) -> later);
    }

    /** In the order of the calls. */
    private Stream<Path> all() throws IOException {
        try (var files = Files.list(recordings)) {
            return files
                    .filter(file -> file.toString().endsWith("-dec.wav"))
                    .sorted(Comparator.comparing(file -> file.toFile().lastModified()))
                    .toList()
                    .stream();
        }
    }

    public void hangUp() throws IOException {
        process.type("/hangup");
    }

    /** What the other side said, once the call has ended. */
    public Sound heard() throws IOException, InterruptedException {
        return read(recording());
    }

    /** As {@link #heard}, of its first call. */
    public Sound heardFirst() throws IOException, InterruptedException {
        return read(all().findFirst());
    }

    private Sound read(Optional<Path> recorded) throws IOException, InterruptedException {
        Path file = recorded.orElseThrow(() -> new IOException("nothing recorded:\n" + log()));
        Waiting.until("the end of the recording", () -> isComplete(file));
        return Sound.read(file);
    }

    /** The length in a WAV's header is written last, when the file is closed. */
    private static boolean isComplete(Path wav) throws IOException {
        var header = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        try (var channel = FileChannel.open(wav)) {
            return channel.read(header) == 8 && header.getInt(4) + 8L == channel.size();
        }
    }

    /** Its log, with every SIP message that it sent and received. */
    public String log() {
        return process.output();
    }

    /** Ends the call where there is one, unregisters, stops. */
    @Override
    public void close() {
        process.close();
    }
}
