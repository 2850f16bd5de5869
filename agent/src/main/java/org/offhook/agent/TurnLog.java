package org.offhook.agent;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Writes each turn as one log line and one JSON line. From any thread. */
public final class TurnLog implements AutoCloseable {
    private static final Logger log = LogManager.getLogger(TurnLog.class);
    private static final ObjectMapper json =
            JsonMapper.builder()
                    .addModule(
                            new SimpleModule()
                                    .addSerializer(Instant.class, new ToStringSerializer()))
                    .build();

    private final ReentrantLock lock = new ReentrantLock();
    private final BufferedWriter lines;

    private TurnLog(BufferedWriter lines) {
        this.lines = lines;
    }

    /** Appends to {@code file}; a last line cut off by a crash is ended first. */
    public static TurnLog open(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        boolean cutOff = endsInsideLine(file);
        BufferedWriter lines =
                Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        if (cutOff) {
            lines.newLine();
        }
        return new TurnLog(lines);
    }

    private static boolean endsInsideLine(Path file) throws IOException {
        if (!Files.exists(file) || Files.size(file) == 0) {
            return false;
        }
        try (var channel = Files.newByteChannel(file)) {
            var last = java.nio.ByteBuffer.allocate(1);
            channel.position(channel.size() - 1).read(last);
            return last.get(0) != '\n';
        }
    }

    void add(TurnRecord turn) {
        log.info(
                "call {} turn {}: {}{} ({}, cosine {}, margin {}), caller stopped → words {} ms,"
                        + " decided {} ms, first packet {} ms, played {} ms{}{}",
                turn.call(),
                turn.turn(),
                turn.source(),
                turn.answer().isEmpty() ? "" : " " + turn.answer(),
                turn.reason(),
                turn.cosine(),
                turn.margin(),
                turn.wordsMs(),
                turn.decidedMs(),
                turn.firstPacketMs(),
                turn.playedMs(),
                turn.tools().isEmpty()
                        ? ""
                        : turn.tools().stream()
                                .map(ToolUse::toString)
                                .collect(Collectors.joining(", ", ", tools ", "")),
                turn.bargeInMs() == null ? "" : ", interrupted");
        lock.lock();
        try {
            lines.write(json.writeValueAsString(turn));
            lines.newLine();
            lines.flush();
        } catch (IOException failure) {
            log.error("call {}: turn record not written: {}", turn.call(), failure.toString());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
