package org.offhook.agent.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses with places for arguments. */
class UrlTemplateTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "orders/{id}",
                "ftp://host/{id}",
                "https://{host}/orders",
                "https://host/orders?id={id}",
                "https://host/orders#{id}",
                "https://user:key@host/orders",
                "https://host/../{id}",
                "https://host/a/%2e./{id}",
                "https://host/{}",
                "https://host/{a b}",
                "https://host/{{id}}",
                "https://ho st/{id}"
            })
    void whatIsNoTemplateIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> UrlTemplate.parse(text));
    }

    @Test
    void itKnowsItsPlacesAndItsQuery() {
        var template = UrlTemplate.parse("https://host:8443/{a}/x-{b}.json?key=1&v=2");
        assertEquals(Set.of("a", "b"), template.placeholders());
        assertEquals(Set.of("key", "v"), template.queryNames());
        assertEquals("https://host:8443/{a}/x-{b}.json?…", template.shown());
    }

    @Test
    void twoHalvesOfAWayUpAreOne() {
        var template = UrlTemplate.parse("https://host/a/{x}{y}/b");
        assertThrows(ProviderException.class, () -> template.fill(Map.of("x", ".", "y", ".")));
    }

    /** Whatever is said, the request goes where the operator wrote it. */
    @Test
    void noArgumentLeavesItsSegment() throws Exception {
        var template = UrlTemplate.parse("https://host:8443/a/{x}/b?key=1");
        var random = new Random(7);
        String letters = "./\\%2eE2fF?#&=@:;ü€ \t\n\u0000a{}[]";
        int filled = 0;
        for (int i = 0; i < 20_000; i++) {
            var value = new StringBuilder();
            for (int length = random.nextInt(6); length >= 0; length--) {
                value.append(letters.charAt(random.nextInt(letters.length())));
            }
            HttpUrl url;
            try {
                url = template.fill(Map.of("x", value.toString()));
            } catch (ProviderException refused) {
                continue;
            }
            filled++;
            assertEquals("host", url.host());
            assertEquals(8443, url.port());
            assertEquals("key=1", url.query());
            assertEquals(List.of("a", value.toString(), "b"), url.pathSegments());
        }
        assertTrue(filled > 1_000, "filled " + filled);
    }
}
