package org.offhook.agent;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.offhook.cache.Lookup;
import org.offhook.media.Pcm;

/**
 * What one turn was and how long its stages took, without any of its words. Stages are milliseconds
 * after the last voiced packet from the caller; null where a stage did not happen.
 *
 * @param source who answered: exact, cache, model, or which prompt stood in
 * @param answer id of the prepared answer, else empty
 * @param reason the cache's reason
 * @param speechMs speech heard
 * @param wordsMs final words there
 * @param lookupMs cache decided
 * @param decidedMs end of turn decided
 * @param firstTokenMs first token of the model
 * @param firstVoiceMs first samples from the voice
 * @param firstPacketMs first RTP packet of the answer
 * @param decisionToPacketMs from the decision to play to the first packet of the answer
 * @param bargeInMs caller interrupted
 * @param lastPacketMs last RTP packet of the answer
 * @param playedMs how much of the answer the caller heard
 * @param early whether the model had begun before the end of the turn was decided
 * @param filled whether something prepared was said in front of a late answer
 * @param tools those that the model used on the way, in the order of their ends; left out where
 *     there are none
 * @param resumed sounds of the caller's that paused the answer and were no interruption
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TurnRecord(
        Instant at,
        String call,
        String agent,
        int turn,
        String source,
        String answer,
        double cosine,
        double margin,
        String reason,
        int speechMs,
        Double wordsMs,
        Double lookupMs,
        Double decidedMs,
        Double firstTokenMs,
        Double firstVoiceMs,
        Double firstPacketMs,
        Double decisionToPacketMs,
        Double bargeInMs,
        Double lastPacketMs,
        int playedMs,
        boolean early,
        boolean filled,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ToolUse> tools,
        int resumed) {

    static TurnRecord of(Instant at, String call, String agent, TurnTimeline t) {
        Lookup lookup = t.heard.lookup();
        Lookup.Evidence evidence =
                lookup == null ? new Lookup.Evidence(0, 0, "", "", "no words") : lookup.evidence();
        boolean prepared = t.firstTokenNanos == 0 && t.firstPacketNanos != 0;
        return new TurnRecord(
                at,
                call,
                agent,
                t.turn,
                t.source,
                t.answer,
                round(evidence.cosine()),
                round(evidence.margin()),
                evidence.reason(),
                t.speech.voicedMillis(),
                t.sinceCallerStopped(t.heard.wordsNanos()),
                t.sinceCallerStopped(t.heard.lookupNanos()),
                t.sinceCallerStopped(t.decidedNanos),
                t.sinceCallerStopped(t.firstTokenNanos),
                t.sinceCallerStopped(t.firstVoiceNanos),
                t.sinceCallerStopped(t.firstPacketNanos),
                prepared ? round((t.firstPacketNanos - t.decidedNanos) / 1e6) : null,
                t.sinceCallerStopped(t.bargeInNanos),
                t.sinceCallerStopped(t.lastPacketNanos),
                t.playedFrames * Pcm.FRAME_MILLIS,
                t.early,
                t.filled,
                List.copyOf(t.tools),
                t.resumed);
    }

    private static double round(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
