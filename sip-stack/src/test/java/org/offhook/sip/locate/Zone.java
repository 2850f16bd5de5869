package org.offhook.sip.locate;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What DNS says, and what it was asked. */
final class Zone implements Lookup {
    private final Map<String, Answer> answers = new HashMap<>();
    private final Map<String, String> faults = new HashMap<>();
    private final Map<String, InetAddress> system = new HashMap<>();
    final List<String> asked = new ArrayList<>();

    Zone says(String name, Kind kind, long ttl, DnsRecord... records) {
        answers.put(kind + " " + name, new Answer(List.of(records), ttl));
        return this;
    }

    Zone has(String name, String... addresses) {
        for (Kind kind : List.of(Kind.A, Kind.AAAA)) {
            List<DnsRecord> records = new ArrayList<>();
            for (String address : addresses) {
                if (address.contains(":") == (kind == Kind.AAAA)) {
                    records.add(new DnsRecord.Address(InetAddress.ofLiteral(address)));
                }
            }
            says(name, kind, 600, records.toArray(DnsRecord[]::new));
        }
        return this;
    }

    Zone fails(String name, Kind kind, String why) {
        faults.put(kind + " " + name, why);
        return this;
    }

    Zone systemKnows(String name, String address) {
        system.put(name, InetAddress.ofLiteral(address));
        return this;
    }

    @Override
    public Answer ask(String name, Kind kind) throws IOException {
        String question = kind + " " + name;
        asked.add(question);
        if (faults.containsKey(question)) {
            throw new IOException(faults.get(question));
        }
        return answers.getOrDefault(question, new Answer(List.of(), 300));
    }

    @Override
    public Answer askSystem(String name) {
        List<DnsRecord> known =
                system.containsKey(name)
                        ? List.of(new DnsRecord.Address(system.get(name)))
                        : List.of();
        return new Answer(known, 30);
    }
}
