package org.offhook.server;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.offhook.agent.Ears;
import org.offhook.agent.VoiceActivity;
import org.offhook.agent.local.ModelFiles;
import org.offhook.agent.local.ModelPool;
import org.offhook.agent.Recogniser;
import org.offhook.agent.local.LocalRecogniser;
import org.offhook.agent.local.Moonshine;
import org.offhook.agent.local.SileroVad;
import org.offhook.cache.Embedder;
import org.offhook.cache.MiniLmEmbedder;

/** The models that run on this machine, loaded side by side and warmed up. */
final class LocalModels implements AutoCloseable {
    /** So many recognitions may wait; one more is refused and the caller hears an apology. */
    private static final int WAITING_LIMIT = 64;

    private final LocalRecogniser recogniser;
    private final SileroVad activity;
    private final Embedder embedder;
    private final ModelPool pool;

    private LocalModels(Moonshine recogniser, SileroVad activity, Embedder embedder) {
        this.activity = activity;
        this.embedder = embedder;
        // One core is left to the media and sip threads.
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
        this.pool = new ModelPool(threads, WAITING_LIMIT);
        this.recogniser = new LocalRecogniser(recogniser, pool);
    }

    static LocalModels load(ModelFiles files, Moonshine.Size size)
            throws IOException, InterruptedException {
        try (ExecutorService loaders = Executors.newFixedThreadPool(2)) {
            Future<Embedder> embedder = loaders.submit(LocalModels::warmEmbedder);
            Future<SileroVad> activity = loaders.submit(() -> warmActivity(files));
            Future<Moonshine> recogniser = loaders.submit(() -> warmRecogniser(files, size));
            return new LocalModels(await(recogniser), await(activity), await(embedder));
        }
    }

    /** The first inference of a session costs many times the next one; no caller should pay it. */
    private static Moonshine warmRecogniser(ModelFiles files, Moonshine.Size size)
            throws IOException, InterruptedException {
        Moonshine recogniser = Moonshine.load(files, size);
        recogniser.recognise(new short[16_000], 16_000, () -> false);
        return recogniser;
    }

    private static SileroVad warmActivity(ModelFiles files) throws IOException {
        SileroVad activity = SileroVad.load(files);
        try (VoiceActivity once = activity.open()) {
            once.probability(new float[VoiceActivity.WINDOW_SAMPLES]);
        }
        return activity;
    }

    private static Embedder warmEmbedder() throws IOException {
        Embedder embedder = MiniLmEmbedder.load();
        embedder.vectors("are you open today");
        return embedder;
    }

    private static <T> T await(Future<T> loading) throws IOException, InterruptedException {
        try {
            return loading.get();
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case IOException world -> throw world;
                case InterruptedException interrupted -> throw interrupted;
                case RuntimeException ours -> throw ours;
                case Error fatal -> throw fatal;
                default -> throw new IllegalStateException(failed.getCause());
            }
        }
    }

    Ears ears() {
        return new Ears(activity::open, pool::call);
    }

    Recogniser recogniser() {
        return recogniser;
    }

    Embedder embedder() {
        return embedder;
    }

    @Override
    public void close() {
        pool.close();
        recogniser.close();
        activity.close();
        embedder.close();
    }
}
