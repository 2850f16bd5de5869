package org.offhook.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.offhook.agent.AnswerAudio;
import org.offhook.agent.Voice;
import org.offhook.agent.local.BankRecorder;
import org.offhook.agent.local.ModelFiles;
import org.offhook.media.PreparedAudio;
import org.offhook.server.cli.Prepare;
import org.offhook.server.config.ConfigException;
import org.offhook.server.config.ServerConfig;

/** Makes audio before it is needed: for the operator's banks, or what is shipped with the demo. */
final class Studio implements Prepare.Studio {
    /** Where the demo's audio lies in the source tree. */
    private static final String DEMO_AUDIO = "server/src/main/resources/demo/audio";

    @Override
    public void prepare(ServerConfig config, boolean demo)
            throws ConfigException, IOException, InterruptedException {
        ModelFiles files = ModelFiles.in(config.models());
        if (demo) {
            recordDemo(files);
            return;
        }
        try (var providers = new Providers(config, files)) {
            for (ServerConfig.Agent agent : config.agents()) {
                List<String> missing = prepare(config, agent, providers.preparingVoices(agent));
                if (!missing.isEmpty()) {
                    throw new IOException(
                            agent.name() + ": no audio for " + String.join(", ", missing));
                }
            }
        }
    }

    private static List<String> prepare(
            ServerConfig config, ServerConfig.Agent agent, List<Voice> voices)
            throws ConfigException, IOException, InterruptedException {
        var store =
                new AnswerAudio(
                        Banks.shippedAudio(agent.bank()), config.data().resolve("audio"), voices);
        return store.prepare(Banks.sayings(Banks.of(agent)), Studio::show).missing();
    }

    private static void show(int done, int all, String id) {
        System.err.printf("audio %3d of %d  %s%n", done, all, id);
    }

    private static void recordDemo(ModelFiles files)
            throws ConfigException, IOException, InterruptedException {
        Path folder = Path.of(System.getProperty("offhook.home", ".")).resolve(DEMO_AUDIO);
        if (!Files.isDirectory(folder.getParent())) {
            throw new IOException("the demo's audio is made in a source tree: no " + folder);
        }
        var lines = new ArrayList<BankRecorder.Line>();
        Banks.sayings(Banks.demoToRecord())
                .forEach(saying -> lines.add(new BankRecorder.Line(saying.id(), saying.text())));
        try (Voice voice = Providers.kokoro(files)) {
            var recorder =
                    new BankRecorder(
                            voice,
                            folder,
                            (pcm, length, file) -> PreparedAudio.encode(pcm, length).write(file));
            System.err.println(recorder.record(lines, Studio::show));
        }
    }
}
