package org.offhook.agent.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.offhook.agent.provider.ScriptedProvider.LONG;
import static org.offhook.agent.provider.ScriptedProvider.done;
import static org.offhook.agent.provider.ScriptedProvider.events;
import static org.offhook.agent.provider.ScriptedProvider.token;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.offhook.agent.LanguageModel.Message;

/** Waiting, giving up, being interrupted; over each way HTTP may go. */
@Timeout(600)
class OpenAiChatTimingTest {
    private static final List<Message> QUESTION = List.of(new Message.Caller("Hello?"));
    private static final byte[] NOTHING = {};

    /** Enough to connect and to ask in. */
    private static final Duration SHORT = Duration.ofSeconds(2);

    @Test
    void aProviderThatSaysNothingIsGivenUp() throws Exception {
        try (var provider = ScriptedProvider.http1();
                var chat = new OpenAiChat(provider.chat(SHORT, LONG))) {
            var gone = new CountDownLatch(1);
            provider.fallsSilentAfter(events(), ": ping\n\n".getBytes(), gone);
            assertEquals("acme: no words within 2000 ms", failure(chat));
            assertTrue(gone.await(60, TimeUnit.SECONDS), "the socket must be closed");
        }
    }

    @Test
    void signsOfLifeAreNoWords() throws Exception {
        try (var provider = ScriptedProvider.http1();
                var chat = new OpenAiChat(provider.chat(SHORT, LONG))) {
            provider.onlyPingsAfter(events(), "", new CountDownLatch(1));
            assertEquals("acme: no words within 2000 ms", failure(chat));
        }
    }

    @Test
    void wordsThatStopAreGivenUp() throws Exception {
        try (var provider = ScriptedProvider.http1();
                var chat = new OpenAiChat(provider.chat(Duration.ofSeconds(5), LONG))) {
            provider.fallsSilentAfter(events(), utf8(token("We")), new CountDownLatch(1));
            assertEquals("acme: words stopped for 5000 ms", failure(chat));
        }
    }

    @Test
    void wordsThatNeverEndAreGivenUp() throws Exception {
        try (var provider = ScriptedProvider.http1();
                var chat = new OpenAiChat(provider.chat(LONG, SHORT))) {
            provider.plays(
                    events(),
                    (out, in) -> {
                        while (!Thread.interrupted()) {
                            out.writeUtf8(token("and")).flush();
                        }
                    });
            assertEquals("acme: words not complete within 2000 ms", failure(chat));
        }
    }

    @Test
    void aListenerWhoTakesItsTimeIsNotTheProvidersDelay() throws Exception {
        Duration wait = Duration.ofSeconds(3);
        try (var provider = ScriptedProvider.http1();
                var chat = new OpenAiChat(provider.chat(wait, wait))) {
            provider.answersEvents(token("At"), token(" nine."), done());
            long startNanos = System.nanoTime();
            var heard = new ArrayList<String>();
            chat.reply(
                    QUESTION,
                    List.of(),
                    word -> {
                        heard.add(word);
                        while (System.nanoTime() - startNanos < wait.toNanos() * 3 / 2) {
                            Thread.yield();
                        }
                    });
            assertEquals(List.of("At", " nine."), heard);
        }
    }

    @Test
    void interruptionClosesTheSocketBeforeTheFirstWord() throws Exception {
        try (var provider = ScriptedProvider.http1();
                var chat = new OpenAiChat(provider.chat())) {
            var gone = new CountDownLatch(1);
            provider.fallsSilentAfter(events(), NOTHING, gone);
            var caller = Asking.start(chat, _ -> {});
            provider.request();
            assertInstanceOf(InterruptedException.class, caller.interrupted());
            assertTrue(gone.await(60, TimeUnit.SECONDS), "the socket must be closed");
        }
    }

    @Test
    void interruptionClosesTheSocketBetweenWords() throws Exception {
        try (var provider = ScriptedProvider.http1();
                var chat = new OpenAiChat(provider.chat())) {
            var gone = new CountDownLatch(1);
            var heard = new CountDownLatch(1);
            provider.fallsSilentAfter(events(), utf8(token("We")), gone);
            var caller = Asking.start(chat, _ -> heard.countDown());
            assertTrue(heard.await(60, TimeUnit.SECONDS));
            assertInstanceOf(InterruptedException.class, caller.interrupted());
            assertTrue(gone.await(60, TimeUnit.SECONDS), "the socket must be closed");
        }
    }

    @Test
    void interruptionFreesAReaderThatWasFarAhead() throws Exception {
        try (var provider = ScriptedProvider.http1();
                var chat = new OpenAiChat(provider.chat())) {
            var gone = new CountDownLatch(1);
            var ahead = new CountDownLatch(1_000);
            provider.plays(
                    events(),
                    (out, in) -> {
                        try {
                            while (!Thread.interrupted()) {
                                out.writeUtf8(token("and")).flush();
                                ahead.countDown();
                            }
                        } finally {
                            gone.countDown();
                        }
                    });
            var caller = Asking.start(chat, _ -> awaitInterruption());
            assertTrue(ahead.await(60, TimeUnit.SECONDS));
            assertInstanceOf(InterruptedException.class, caller.interrupted());
            assertTrue(gone.await(60, TimeUnit.SECONDS), "the socket must be closed");
        }
    }

    @Test
    void closingEndsWhatRuns() throws Exception {
        try (var provider = ScriptedProvider.http1()) {
            var chat = new OpenAiChat(provider.chat());
            var heard = new CountDownLatch(1);
            provider.fallsSilentAfter(events(), utf8(token("We")), new CountDownLatch(1));
            var caller = Asking.start(chat, _ -> heard.countDown());
            assertTrue(heard.await(60, TimeUnit.SECONDS));
            chat.close();
            assertEquals("acme: closed while it answered", caller.outcome().getMessage());
        }
    }

    @Test
    void nothingIsAskedAfterClosing() throws Exception {
        try (var provider = ScriptedProvider.http1()) {
            var chat = new OpenAiChat(provider.chat());
            chat.close();
            assertEquals("acme: closed while it answered", failure(chat));
        }
    }

    @Test
    void http2IsSpokenWhereTlsOffersIt() throws Exception {
        try (var provider = ScriptedProvider.https();
                var chat = new OpenAiChat(provider.chat(), provider.client)) {
            provider.answers(events().body(token("Yes.") + done()));
            var heard = new ArrayList<String>();
            chat.reply(QUESTION, List.of(), heard::add);
            assertEquals(List.of("Yes."), heard);
            assertEquals("HTTP/2", provider.request().getVersion());
        }
    }

    @Test
    void anUnknownCertificateIsAnErrorWithTheProvidersName() throws Exception {
        try (var provider = ScriptedProvider.https();
                var chat = new OpenAiChat(provider.chat())) {
            String message = failure(chat);
            assertTrue(message.startsWith("acme: "), message);
        }
    }

    @Test
    void interruptionOverHttp2EndsOneReplyAndLeavesTheOtherAlone() throws Exception {
        try (var provider = ScriptedProvider.http2WithoutTls();
                var chat = new OpenAiChat(provider.chat())) {
            var gone = new CountDownLatch(1);
            var goOn = new CountDownLatch(1);
            var firstHeard = new CountDownLatch(1);
            var secondHeard = new CountDownLatch(1);
            provider.onlyPingsAfter(events(), token("We"), gone);
            provider.plays(
                    events(),
                    (out, in) -> {
                        out.writeUtf8(token("At")).flush();
                        goOn.await();
                        out.writeUtf8(token(" nine.") + done()).flush();
                    });
            var first = Asking.start(chat, _ -> firstHeard.countDown());
            assertTrue(firstHeard.await(60, TimeUnit.SECONDS));
            var words = new ArrayList<String>();
            var second =
                    Asking.start(
                            chat,
                            word -> {
                                words.add(word);
                                secondHeard.countDown();
                            });
            assertTrue(secondHeard.await(60, TimeUnit.SECONDS));
            assertInstanceOf(InterruptedException.class, first.interrupted());
            assertTrue(gone.await(60, TimeUnit.SECONDS), "the stream must be reset");
            goOn.countDown();
            assertNull(second.outcome());
            assertEquals(List.of("At", " nine."), words);
            assertEquals(0, provider.request().getConnectionIndex());
            assertEquals(0, provider.request().getConnectionIndex());
        }
    }

    /** Takes the word as a listener does who is far behind. */
    private static void awaitInterruption() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException wanted) {
            Thread.currentThread().interrupt();
        }
    }

    private static String failure(OpenAiChat chat) {
        var failure =
                assertThrows(IOException.class, () -> chat.reply(QUESTION, List.of(), _ -> {}));
        return failure.getMessage();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A reply being waited for on a virtual thread. */
    private record Asking(Thread thread, AtomicReference<Throwable> end) {
        static Asking start(OpenAiChat chat, Consumer<String> tokens) {
            var end = new AtomicReference<Throwable>();
            var thread =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    chat.reply(QUESTION, List.of(), tokens);
                                } catch (Throwable outcome) {
                                    end.set(outcome);
                                }
                            });
            return new Asking(thread, end);
        }

        Throwable interrupted() throws InterruptedException {
            thread.interrupt();
            return outcome();
        }

        Throwable outcome() throws InterruptedException {
            // Far less than any of the provider's limits.
            assertTrue(thread.join(Duration.ofSeconds(50)), "still waiting");
            return end.get();
        }
    }
}
