package org.offhook.server.answers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.offhook.server.config.ConfigException;

/** An admin edits bank files while the program runs. */
@Timeout(60)
class BankWatchTest {
    @TempDir Path folder;
    private final BlockingQueue<String> used = new LinkedBlockingQueue<>();
    private final BankWatch watch = new BankWatch();
    private Path bank;

    @BeforeEach
    void write() throws IOException {
        bank = folder.resolve("shop.yaml");
        Files.writeString(bank, "one");
    }

    @AfterEach
    void close() {
        watch.close();
    }

    private int take() throws IOException {
        used.add(Files.readString(bank));
        return 1;
    }

    /** As editors save: beside it, then over it. */
    private void save(String text) throws IOException {
        Path beside = Files.writeString(folder.resolve("shop.yaml.tmp"), text);
        Files.move(beside, bank, StandardCopyOption.REPLACE_EXISTING);
    }

    private String next() throws InterruptedException {
        return used.poll(50, TimeUnit.SECONDS);
    }

    @Test
    void aFileThatIsSavedIsTakenAndOneThatIsAsBeforeIsNot() throws Exception {
        watch.add(bank, true, this::take);
        watch.start();
        save("two, longer");
        assertEquals("two, longer", next());
        Files.delete(bank);
        save("three, longer still");
        assertEquals("three, longer still", next());
        assertTrue(used.isEmpty(), "each once");
    }

    @Test
    void whatTheStartCouldNotTakeIsTakenLater() throws Exception {
        watch.add(bank, false, this::take);
        watch.start();
        assertEquals("one", next());
    }

    @Test
    void aMistakeIsToldAndTheCorrectionTaken() throws Exception {
        watch.add(
                bank,
                true,
                () -> {
                    take();
                    if (Files.readString(bank).contains("mistake")) {
                        throw new ConfigException(List.of("shop.yaml:3: no such key"));
                    }
                    return 1;
                });
        watch.start();
        save("a mistake");
        assertEquals("a mistake", next());
        save("its correction");
        assertEquals("its correction", next());
    }

    @Test
    void aBugInOneFileKeepsNoOtherBack() throws Exception {
        Path other = Files.writeString(folder.resolve("clinic.yaml"), "one");
        watch.add(
                other,
                false,
                () -> {
                    used.add("bug");
                    throw new IllegalStateException("a bug");
                });
        watch.add(bank, false, this::take);
        watch.start();
        assertEquals("bug", next());
        assertEquals("one", next());
    }
}
