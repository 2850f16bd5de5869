package org.offhook.sip.jain;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class RoomTest {
    @Test
    void aFullHeapHasNoRoomForACallerUntilItIsCollected() {
        var isHeapFull = new AtomicBoolean();
        var room = new Room(2, isHeapFull::get);
        Slot first = room.takeForInvite().orElseThrow();
        isHeapFull.set(true);
        assertTrue(room.isFull());
        assertTrue(room.takeForInvite().isEmpty());
        isHeapFull.set(false);
        assertFalse(room.isFull());
        assertTrue(room.takeForInvite().isPresent());
        assertTrue(room.isFull(), "two calls are the limit");
        first.free();
        assertFalse(room.isFull());
    }

    @Test
    void aTestsHeapIsNotFull() {
        assertFalse(new HeapWatch().getAsBoolean());
    }
}
