package org.offhook.sip.locate;

import java.io.IOException;
import java.util.List;

/** Asks DNS one question. May take seconds. */
public interface Lookup {
    /** What is asked for. */
    enum Kind {
        NAPTR,
        SRV,
        A,
        AAAA
    }

    /**
     * What came back.
     *
     * @param records empty where there are none of that kind, or no such name
     * @param ttlSeconds how long that stays true
     */
    record Answer(List<DnsRecord> records, long ttlSeconds) {
        public Answer {
            records = List.copyOf(records);
        }
    }

    /** Throws IOException, saying what came instead, where no server gave an answer. */
    Answer ask(String name, Kind kind) throws IOException;

    /** Addresses that the system knows for a name that DNS does not; empty where there are none. */
    Answer askSystem(String name);
}
