package org.offhook.agent.local;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Names of the decoder's key and value tensors, layer by layer. A "present" of one step is the
 * "past" of the next and stands at the same index.
 *
 * @param pastWords of the tokens so far
 * @param pastSounds of the encoded audio
 * @param presents all that the first step yields
 * @param presentsOfWords all that is wanted of a later step: the sound's never change
 */
record MoonshineNames(
        List<String> pastWords,
        List<String> presentWords,
        List<String> pastSounds,
        List<String> presentSounds,
        Set<String> presents,
        Set<String> presentsOfWords) {

    static MoonshineNames ofLayers(int layers) {
        List<String> presentWords = names("present", "decoder", layers);
        List<String> presentSounds = names("present", "encoder", layers);
        var presents = new HashSet<>(presentWords);
        presents.addAll(presentSounds);
        return new MoonshineNames(
                names("past_key_values", "decoder", layers),
                presentWords,
                names("past_key_values", "encoder", layers),
                presentSounds,
                Set.copyOf(presents),
                Set.copyOf(presentWords));
    }

    private static List<String> names(String tense, String part, int layers) {
        var names = new ArrayList<String>();
        for (int layer = 0; layer < layers; layer++) {
            names.add(tense + "." + layer + "." + part + ".key");
            names.add(tense + "." + layer + "." + part + ".value");
        }
        return List.copyOf(names);
    }
}
