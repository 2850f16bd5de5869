package org.offhook.agent.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that is told to end while calls are still heard ends as it was told to. */
class EndingWhileRecognisingTest {
    private static final int EXIT_CODE = 7;

    @TempDir Path folder;

    // Without OnnxEnvironment every other such end is a segmentation fault.
    @RepeatedTest(3)
    @Timeout(600)
    void theRuntimeOutlivesTheShutdownHooks() throws Exception {
        TestModels.fetched();
        Process process =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "--enable-native-access=ALL-UNNAMED",
                                        "--add-modules=jdk.incubator.vector",
                                        "-XX:+UseSerialGC",
                                        "-XX:TieredStopAtLevel=1",
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        Ending.class.getName()))
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("output").toFile())
                        .start();
        try {
            process.waitFor(220, TimeUnit.SECONDS);
            assertEquals(EXIT_CODE, process.exitValue());
        } finally {
            process.destroyForcibly();
        }
    }

    /** Recognises without end, and ends amid it by way of a hook that takes half a second. */
    static final class Ending {
        private Ending() {}

        public static void main(String[] arguments) throws Exception {
            Moonshine moonshine = Moonshine.load(TestModels.fetched(), Moonshine.Size.TINY);
            for (int caller = 0; caller < 2; caller++) {
                int seed = caller;
                Thread.ofPlatform().daemon().start(() -> recognise(moonshine, seed));
            }
            Runtime.getRuntime().addShutdownHook(new Thread(() -> sleep(500)));
            sleep(500);
            System.exit(EXIT_CODE);
        }

        private static void recognise(Moonshine moonshine, int seed) {
            var random = new Random(seed);
            try {
                while (true) {
                    short[] noise = new short[16_000 + random.nextInt(16_000)];
                    for (int i = 0; i < noise.length; i++) {
                        noise[i] = (short) (1_000 * random.nextGaussian());
                    }
                    moonshine.recognise(noise, noise.length, () -> false);
                }
            } catch (Exception ended) {
                throw new IllegalStateException(ended);
            }
        }

        private static void sleep(long millis) {
            try {
                Thread.sleep(millis);
            } catch (InterruptedException ended) {
                throw new IllegalStateException(ended);
            }
        }
    }
}
