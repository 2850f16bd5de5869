package org.offhook.tests;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.offhook.tests.peer.ClusterMachine;
import org.offhook.tests.peer.OpenSearchCluster;
import org.offhook.tests.peer.Sound;
import org.offhook.tests.peer.Waiting;

/** Machines that take calls, at a cluster that loses a node, then all, and comes back. */
final class ClusterMachines {
    private static final String PARKING = "Where can I park my car?";
    private static final String DOGS = "May I bring my dog?";

    private final OpenSearchCluster cluster;
    private final String index;
    private final Path folder;

    ClusterMachines(OpenSearchCluster cluster, String index, Path folder) {
        this.cluster = cluster;
        this.index = index;
        this.folder = folder;
    }

    void shareWhatTheyAnswer() throws Exception {
        Sound.spoken("Skips the test where there is no flite to speak with.", folder);
        List<URI> nodes = cluster.addresses();
        try (var one = ClusterMachine.start(folder.resolve("one"), index, nodes);
                var two = ClusterMachine.start(folder.resolve("two"), index, nodes)) {
            assertTrue(one.add("parking", "Behind us.", PARKING));
            Waiting.until("the answer on the other machine", () -> two.hits("parking", PARKING));
            assertPlays(two, "parking", PARKING);

            cluster.killManager();
            // A change fails while nobody manages, and has changed nothing.
            Waiting.until(
                    "an answer in spite of a lost node",
                    () -> two.add("dogs", "Small ones.", DOGS) || one.hits("dogs", DOGS));
            Waiting.until("it on the other machine", () -> one.hits("dogs", DOGS));
            assertTrue(one.hits("parking", PARKING) && one.hits("hours", "When are you open?"));
            assertFalse(one.status().contains("clusterAway"), one.status());

            cluster.killAll();
            for (ClusterMachine machine : List.of(one, two)) {
                Waiting.until(
                        "the cluster to be missed", () -> machine.status().contains("clusterAway"));
            }
            assertPlays(one, "parking", PARKING);
            assertTrue(two.hits("dogs", DOGS));
            String printed = two.printedStatus();
            assertTrue(printed.contains("the cluster is away"), printed);
            beginsWithout(nodes);
        } finally {
            cluster.startDead();
        }
    }

    /** A machine that has no copy takes calls, says what is missing, and needs no other start. */
    private void beginsWithout(List<URI> nodes) throws Exception {
        try (var fresh = ClusterMachine.start(folder.resolve("three"), index, nodes)) {
            assertTrue(fresh.log().contains("without prepared answers"), fresh.log());
            assertTrue(fresh.log().contains("changes of desk.bank.yaml wait"), fresh.log());
            assertTrue(fresh.status().contains("clusterAway"), fresh.status());
            assertFalse(fresh.hits("hours", "When are you open?"));
            cluster.startDead();
            Waiting.until(
                    "what the others have",
                    () ->
                            fresh.hits("parking", PARKING)
                                    && fresh.hits("hours", "When are you open?"));
            assertFalse(fresh.status().contains("clusterAway"), fresh.status());
        }
    }

    private static void assertPlays(ClusterMachine machine, String id, String question)
            throws Exception {
        String turn = machine.asked(question);
        assertTrue(turn.contains("\"answer\":\"" + id + "\""), turn + machine.log());
    }
}
