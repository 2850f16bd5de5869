package org.offhook.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.offhook.media.Playout;

/** How keys leave, by what is configured and what the peer takes. */
class KeysByTest {
    @ParameterizedTest
    @CsvSource({
        "AUTO,   true,  true,  12#, ",
        "AUTO,   false, true,  12#, 12#",
        "EVENTS, true,  true,  12#, ",
        "EVENTS, false, false, 12#, ",
        "INFO,   true,  true,    ,  12#",
        "INFO,   false, true,    ,  12#",
    })
    void keysLeaveOneWay(KeysBy by, boolean taken, boolean sent, String events, String info)
            throws InterruptedException {
        List<String> asEvents = new ArrayList<>();
        Playout playout = playout(asEvents, taken);
        var inbox = new Inbox();
        assertEquals(sent, Receptionist.press("12#", by, playout, inbox));
        assertEquals(events == null ? List.of() : List.of(events), asEvents);
        Inbox.Item posted = inbox.poll(0);
        if (info == null) {
            assertNull(posted);
        } else {
            assertEquals(new Inbox.Item.Keys(info), posted);
        }
    }

    /** Of all that a playout can do, only the keys. */
    private static Playout playout(List<String> asked, boolean taken) {
        return (Playout)
                Proxy.newProxyInstance(
                        Playout.class.getClassLoader(),
                        new Class<?>[] {Playout.class},
                        (self, method, arguments) -> {
                            if (!method.getName().equals("sendDigits")) {
                                throw new UnsupportedOperationException(method.getName());
                            }
                            asked.add((String) arguments[0]);
                            return taken;
                        });
    }
}
