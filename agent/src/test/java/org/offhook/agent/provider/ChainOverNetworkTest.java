package org.offhook.agent.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.offhook.agent.provider.ScriptedProvider.done;
import static org.offhook.agent.provider.ScriptedProvider.token;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.offhook.agent.LanguageModel.Message;
import org.offhook.agent.chain.ChainedModel;
import org.offhook.agent.chain.Link;
import org.offhook.agent.chain.ProviderHealth;

/** Two models behind the real client, of which the first has its troubles. */
@Timeout(600)
class ChainOverNetworkTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final ProviderHealth health = new ProviderHealth();
    private ScriptedProvider first;
    private ScriptedProvider second;
    private OpenAiChat firstModel;
    private OpenAiChat secondModel;

    @BeforeEach
    void open() throws Exception {
        first = ScriptedProvider.http1();
        second = ScriptedProvider.http1();
        firstModel = new OpenAiChat(first.chat(), first.client);
        secondModel = new OpenAiChat(second.chat(), second.client);
        second.answersEvents(token("Second."), done());
    }

    @AfterEach
    void close() {
        firstModel.close();
        secondModel.close();
        first.close();
        second.close();
    }

    @Test
    void refusedForNowTheNextAnswersAndTheFirstIsLeftAloneAsLongAsItAsks() throws Exception {
        first.answers(
                new MockResponse.Builder()
                        .code(429)
                        .setHeader("Retry-After", "20")
                        .body("{\"error\":{\"message\":\"slow down\"}}"));
        long before = System.nanoTime();
        assertEquals("Second.", reply());
        assertFalse(health.isWorthAsking(before + Duration.ofSeconds(19).toNanos()));
        assertTrue(isAskedIn(Duration.ofSeconds(21)));
    }

    @Test
    void aBrokenServerIsPassedOver() throws Exception {
        first.answers(new MockResponse.Builder().code(500));
        long before = System.nanoTime();
        assertEquals("Second.", reply());
        assertFalse(health.isWorthAsking(before + Duration.ofMillis(900).toNanos()));
        assertTrue(isAskedIn(Duration.ofSeconds(2)));
    }

    @Test
    void nothingOfWhatIsMalformedIsHeard() throws Exception {
        first.answersEvents("data: <html>busy</html>\n\n");
        assertEquals("Second.", reply());
    }

    @Test
    void aServerThatIsNotThereIsPassedOver() throws Exception {
        first.close();
        assertEquals("Second.", reply());
    }

    @Test
    void whoAcceptsAndSaysNothingIsOvertakenAndLetGo() throws Exception {
        var gone = new CountDownLatch(1);
        first.fallsSilentAfter(ScriptedProvider.events(), new byte[0], gone);
        assertEquals("Second.", reply(Duration.ofSeconds(2)));
        gone.await();
        assertTrue(isAskedIn(Duration.ZERO), "late once is not dead");
    }

    @Test
    void theSentenceOfADroppedConnectionIsCompleted() throws Exception {
        var gone = new CountDownLatch(1);
        first.fallsSilentAfter(
                ScriptedProvider.events(),
                token("The first and the ").getBytes(StandardCharsets.UTF_8),
                gone);
        assertEquals("The first and the Second.", reply());
        gone.await();
        String request = second.request().getBody().utf8();
        assertTrue(request.contains("The first and the"), request);
    }

    private boolean isAskedIn(Duration time) {
        return health.isWorthAsking(System.nanoTime() + time.toNanos());
    }

    private String reply() throws Exception {
        return reply(LONG);
    }

    private String reply(Duration patience) throws Exception {
        var chain =
                new ChainedModel(
                        List.of(
                                new Link<>("first", firstModel, patience, health),
                                new Link<>("second", secondModel, patience, new ProviderHealth())));
        var said = new ArrayList<String>();
        chain.reply(List.of(new Message.Caller("Who?")), List.of(), said::add);
        return String.join("", said);
    }
}
