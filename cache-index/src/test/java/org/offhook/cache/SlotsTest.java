package org.offhook.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlotsTest {
    private static final Set<String> KNOWN = Set.of("name", "due-date");

    @Test
    void slotsAreFoundAndFilled() {
        String say = "Hello {name}, due {due-date}, {name}.";
        assertEquals(List.of("name", "due-date"), List.copyOf(Slots.in(say)));
        assertEquals(List.of(), Slots.faults(say, KNOWN));
        assertEquals(Optional.of("Hello $1, due $1, $1."), Slots.fill(say, _ -> Optional.of("$1")));
        assertEquals(
                Optional.empty(),
                Slots.fill(say, slot -> Optional.of(slot).filter("name"::equals)));
        assertEquals(Optional.of("None."), Slots.fill("None.", _ -> Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{Name}", "{my name}", "{name", "name}", "{{name}}", "{-a}"})
    void bracesAreForSlots(String say) {
        List<String> faults = Slots.faults("Say " + say + " now.", KNOWN);
        assertTrue(faults.getFirst().startsWith("must have braces only around a slot"), say);
    }

    @Test
    void anUnknownSlotIsNamedBesideThoseThatAreKnown() {
        assertEquals(
                List.of("must have slots that are known, {due-date}, {name}, got \"{nmae}\""),
                Slots.faults("Hello {nmae}.", KNOWN));
        assertEquals(
                List.of("must have at most 8 slots, has 9"),
                Slots.faults("{name}".repeat(9), KNOWN));
    }
}
