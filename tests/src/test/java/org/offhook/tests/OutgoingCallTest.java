package org.offhook.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.offhook.sip.CallEnd;
import org.offhook.tests.peer.AnsweringPhone;
import org.offhook.tests.peer.Dictation;
import org.offhook.tests.peer.Loopback;
import org.offhook.tests.peer.OffhookProcess;
import org.offhook.tests.peer.SippRun;
import org.offhook.tests.peer.SippRun.Plan;
import org.offhook.tests.peer.Sound;
import org.offhook.tests.peer.Ulaw;

/** {@code ./offhook call} calls a phone over loopback; what that hears is listened to. */
@Timeout(1_200)
class OutgoingCallTest {
    private static final String MESSAGE =
            "This is the clinic. Your test results are ready. Please call us tomorrow.";

    /** A hundredth of full scale: louder than comfort noise, softer than any word. */
    private static final double LOUD = 0.01;

    /** What a process that SIGTERM has ended exits with. */
    private static final int TERMINATED = 143;

    @TempDir static Path folder;

    @Test
    void aMessageIsLeftAfterTheBeep() throws Exception {
        Sound greeting =
                Sound.spoken(
                        "Hello, you have reached Sarah. I can't come to the phone right now. Please"
                                + " leave a message after the beep.",
                        folder);
        Sound voicemail = greeting.between(Duration.ofMillis(300), Duration.ofMillis(700));
        voicemail = joined(voicemail, beep());
        try (var phone = AnsweringPhone.playing(voicemail, Duration.ofSeconds(60))) {
            String said = call("machine", 0, phone, "--message", MESSAGE, "--json");
            assertTrue(said.contains("\"by\":\"machine\",\"messageLeft\":true"), said);
            Sound heard = phone.heard(Duration.ofSeconds(120));
            assertEquals(CallEnd.By.PEER, phone.endedBy());
            Sound before = heard.from(Duration.ZERO, greeting.length());
            assertTrue(before.rms() < LOUD, "spoken into the greeting: " + before.rms());
            assertTrue(heard.louderThan(LOUD).toMillis() > 2_000, heard.length()::toString);
            keep("message", heard);
            assertHeard(MESSAGE, heard);
        }
    }

    @Test
    void aPersonSpeaksFirstAndIsGreeted() throws Exception {
        Sound hello = Sound.spoken("Hello?", folder).between(Duration.ofMillis(300), Duration.ZERO);
        try (var phone = AnsweringPhone.playing(hello, Duration.ofSeconds(15))) {
            String said = call("person", 0, phone, "--json");
            assertTrue(said.contains("\"by\":\"human\""), said);
            Sound heard = phone.heard(Duration.ofSeconds(120));
            Sound before = heard.from(Duration.ZERO, hello.length());
            assertTrue(before.rms() < LOUD, "spoken into the hello: " + before.rms());
            assertTrue(heard.louderThan(LOUD).toMillis() > 1_000, "no greeting was heard");
        }
    }

    @Test
    void aMachineThatSeemedAPersonGetsItsMessageAfterItsBeep() throws Exception {
        // "Hello?", a pause for an answer, more of the same, and the beep.
        Sound hello = Sound.spoken("Hello?", folder);
        Sound fooling = hello.between(Duration.ofMillis(300), Duration.ofMillis(5_500));
        Sound machine = joined(fooling, beep());
        try (var phone = AnsweringPhone.playing(machine, Duration.ofSeconds(60))) {
            String said = call("fooled", 0, phone, "--message", MESSAGE, "--json");
            assertTrue(said.contains("\"by\":\"machine\",\"messageLeft\":true"), said);
            Sound heard = phone.heard(Duration.ofSeconds(120));
            assertEquals(CallEnd.By.PEER, phone.endedBy());
            Sound greeting = heard.from(Duration.ZERO, fooling.length());
            assertTrue(greeting.louderThan(LOUD).toMillis() > 500, "it was taken for a person");
            Sound after = heard.from(machine.length(), Duration.ofHours(1));
            keep("fooled", after);
            assertHeard(MESSAGE, after);
        }
    }

    @Test
    void aCallMayFinishWhenTheProgramIsStoppedAndIsThenHungUp() throws Exception {
        Sound hello = Sound.spoken("Hello?", folder).between(Duration.ofMillis(300), Duration.ZERO);
        Path in = Files.createDirectories(folder.resolve("stopped"));
        Path config = Files.writeString(in.resolve("offhook.yaml"), "shutdown: {limit: 3s}\n");
        try (var phone = AnsweringPhone.playing(hello, Duration.ofMinutes(10));
                var call =
                        OffhookProcess.begin(in, arguments(phone.uri(), "--config", "" + config))) {
            phone.awaitLouderThan(LOUD, Duration.ofSeconds(480));
            call.stop();
            phone.heard(Duration.ofSeconds(120));
            assertEquals(CallEnd.By.PEER, phone.endedBy(), "the other side is not left alone");
            assertEquals(TERMINATED, call.awaitExit(Duration.ofSeconds(120)), call.log());
        }
    }

    @Test
    void aBusyPhoneIsTold() throws Exception {
        try (var phone = AnsweringPhone.refusing(486)) {
            String said = call("busy", 3, phone, "--json");
            assertTrue(said.contains("{\"outcome\":\"busy\",\"status\":486"), said);
        }
    }

    @Test
    void aPhoneThatNobodyTakesRingsNoLongerThanItShould() throws Exception {
        Plan plan = Plan.call("person-rings", "person").within(Duration.ofMinutes(15));
        try (SippRun person = SippRun.await(plan, folder.resolve("ringing-person"))) {
            String said = call("ringing", 4, uri(person), "--ring-timeout", "2s", "--json");
            assertTrue(said.contains("\"outcome\":\"no-answer\""), said);
            assertTrue(person.awaitEnd().allWell(1), "its ringing is cancelled");
        }
    }

    @Test
    void whatTheNetworkAnnouncesBeforeTheAnswerIsUnderstood() throws Exception {
        Path in = Files.createDirectories(folder.resolve("network"));
        Sound announcement =
                Sound.spoken(
                        "The number you have dialed is not in service. Please check the number and"
                                + " dial again.",
                        folder);
        Sound played = announcement.at(8_000).between(Duration.ZERO, Duration.ofSeconds(2));
        try (var out = Files.newOutputStream(in.resolve("announcement.ul"))) {
            for (byte[] frame : Ulaw.frames(played)) {
                out.write(frame);
            }
        }
        Plan plan = Plan.call("announcement", "network").within(Duration.ofMinutes(15));
        try (SippRun network = SippRun.await(plan, in)) {
            String said = call("announced", 6, uri(network), "--ring-timeout", "5m", "--json");
            assertTrue(said.contains("\"outcome\":\"announced\""), said);
            assertTrue(network.awaitEnd().allWell(1), "the call is given up");
        }
    }

    private static String uri(SippRun peer) {
        return "sip:100@" + Loopback.text(peer.address());
    }

    private static String call(String name, int code, AnsweringPhone phone, String... more)
            throws Exception {
        return call(name, code, phone.uri(), more);
    }

    private static String call(String name, int code, String uri, String... more) throws Exception {
        Path in = Files.createDirectories(folder.resolve(name));
        return OffhookProcess.run(in, OffhookProcess.PATIENCE, code, arguments(uri, more));
    }

    private static String[] arguments(String uri, String... more) {
        var arguments = new ArrayList<>(List.of("call", uri, "--data", folder + "/data"));
        arguments.addAll(List.of("--listen", "127.0.0.1:0"));
        arguments.addAll(OffhookProcess.models());
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    /** For whoever wants to hear it after a failure. */
    private static void keep(String name, Sound heard) throws IOException {
        Path target = Files.createDirectories(Path.of("target", "outgoing"));
        heard.write(target.resolve(name + ".wav"), 1);
    }

    private static Sound beep() {
        short[] samples = new short[16_000 * 400 / 1_000];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (6_000 * Math.sin(2 * Math.PI * 1_000 * i / 16_000));
        }
        return new Sound(samples, 16_000);
    }

    private static Sound joined(Sound one, Sound other) {
        short[] all = new short[one.samples().length + other.samples().length];
        System.arraycopy(one.samples(), 0, all, 0, one.samples().length);
        System.arraycopy(other.samples(), 0, all, one.samples().length, other.samples().length);
        return new Sound(all, one.rateHz());
    }

    /** Most of the words, as the recogniser hears them. */
    private static void assertHeard(String expected, Sound heard) throws Exception {
        try (Dictation dictation = Dictation.open()) {
            String words = dictation.of(heard);
            assertTrue(Dictation.share(expected, words) >= 0.8, "heard \"" + words + "\"");
        }
    }
}
