package org.offhook.sip.locate;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * All places that a target may be at.
 *
 * @param tiers best first; one is used when those before it have failed
 * @param ttlSeconds how long that stays true
 */
public record Servers(List<Tier> tiers, long ttlSeconds) {
    /** Servers that share the load by their weights. */
    public record Tier(List<Server> servers) {
        public Tier {
            servers = List.copyOf(servers);
        }

        private boolean has(Hop hop) {
            return servers.stream().anyMatch(server -> server.hops().contains(hop));
        }
    }

    /**
     * @param weight 0 to 65535
     * @param hops its addresses, in the order to try
     */
    public record Server(int weight, List<Hop> hops) {
        public Server {
            hops = List.copyOf(hops);
        }
    }

    public Servers {
        tiers = List.copyOf(tiers);
    }

    /** One of one. */
    static Tier alone(List<Hop> hops) {
        return new Tier(List.of(new Server(0, hops)));
    }

    /**
     * In the order to try: by tier, in it by chance and weight (RFC 2782).
     *
     * @param preferred goes before all others of its tier
     */
    public List<Hop> order(RandomGenerator random, Optional<Hop> preferred) {
        var ordered = new LinkedHashSet<Hop>();
        for (Tier tier : tiers) {
            preferred.filter(tier::has).ifPresent(ordered::add);
            var left = new ArrayList<>(tier.servers());
            // Those of weight 0 first, so that they are chosen where the dice show 0.
            left.sort((a, b) -> Integer.compare(Math.min(a.weight(), 1), Math.min(b.weight(), 1)));
            while (!left.isEmpty()) {
                ordered.addAll(left.remove(chosen(left, random)).hops());
            }
        }
        return List.copyOf(ordered);
    }

    private static int chosen(List<Server> left, RandomGenerator random) {
        int sum = left.stream().mapToInt(Server::weight).sum();
        int dice = random.nextInt(sum + 1);
        for (int i = 0, running = 0; i < left.size(); i++) {
            running += left.get(i).weight();
            if (running >= dice) {
                return i;
            }
        }
        throw new IllegalStateException("weights sum up to " + sum + ", not to " + dice);
    }
}
