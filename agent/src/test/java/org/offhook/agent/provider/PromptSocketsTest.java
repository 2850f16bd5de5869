package org.offhook.agent.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.offhook.agent.provider.ScriptedProvider.done;
import static org.offhook.agent.provider.ScriptedProvider.events;
import static org.offhook.agent.provider.ScriptedProvider.token;

import java.net.SocketException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.offhook.agent.LanguageModel.Message;

/** Requests do not wait for acknowledgements. */
@Timeout(600)
class PromptSocketsTest {
    @Test
    void everyConnectionSendsAtOnce() throws Exception {
        try (var plain = ScriptedProvider.http1();
                var secure = ScriptedProvider.https()) {
            assertEquals(List.of(true), delays(plain));
            assertEquals(List.of(true), delays(secure));
        }
    }

    private static List<Boolean> delays(ScriptedProvider provider) throws Exception {
        var prompt = new CopyOnWriteArrayList<Boolean>();
        var listener =
                new EventListener() {
                    @Override
                    public void connectionAcquired(Call call, Connection connection) {
                        try {
                            prompt.add(connection.socket().getTcpNoDelay());
                        } catch (SocketException closed) {
                            throw new IllegalStateException(closed);
                        }
                    }
                };
        var client = provider.client.newBuilder().eventListener(listener).build();
        provider.answers(events().body(token("Yes.") + done()));
        try (var chat = new OpenAiChat(provider.chat(), client)) {
            chat.reply(List.of(new Message.Caller("Hello?")), List.of(), _ -> {});
        }
        return prompt;
    }
}
