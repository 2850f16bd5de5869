package org.offhook.sip.jain;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.offhook.sip.locate.Hop;
import org.offhook.sip.locate.Location;
import org.offhook.sip.locate.Lookup;
import org.offhook.sip.locate.Reach;
import org.offhook.sip.locate.ServerCache;
import org.offhook.sip.locate.Servers;
import org.offhook.sip.locate.Target;

/**
 * Finds out where targets are, on threads of its own where DNS has to be asked. Owned by the {@code
 * sip} thread.
 */
final class Locator {
    private static final int MOST_AT_ONCE = 32;
    private static final int MOST_WAITING = 256;
    private static final int MOST_REMEMBERED = 1000;

    /** Who waits for one look-up; told in the order in which they came. */
    private record Waiting(
            Optional<Hop> preferred, Consumer<List<Hop>> found, Consumer<String> lost) {}

    private final SipThread thread;
    private final Lookup dns;
    private final Reach reach;
    private final SecureRandom random = new SecureRandom();
    private final ServerCache cache = new ServerCache(MOST_REMEMBERED);
    private final Map<Target, List<Waiting>> asked = new HashMap<>();

    Locator(SipThread thread, Lookup dns, Reach reach) {
        this.thread = thread;
        this.dns = dns;
        this.reach = reach;
    }

    /**
     * Tells exactly one of the two, on the {@code sip} thread; at once where nobody has to be
     * asked.
     *
     * @param preferred the first of those that are as good
     * @param found given at least one place, in the order to try
     */
    void find(
            Target target,
            Optional<Hop> preferred,
            Consumer<List<Hop>> found,
            Consumer<String> lost) {
        var waiting = new Waiting(preferred, found, lost);
        Optional<Hop> written = Location.written(target, reach);
        if (written.isPresent()) {
            found.accept(List.of(written.get()));
            return;
        }
        List<Waiting> others = asked.get(target);
        Optional<Servers> known = cache.get(target, System.nanoTime());
        if (known.isPresent() && others == null) {
            found.accept(known.get().order(random, preferred));
        } else if (others != null && others.size() < MOST_WAITING) {
            others.add(waiting);
        } else if (others == null && asked.size() < MOST_AT_ONCE) {
            asked.put(target, new ArrayList<>(List.of(waiting)));
            // dnsjava's one thread is born of the first of these, and serves all stacks: it must
            // not
            // be of the group that is interrupted when this one closes.
            ThreadGroup outside = Thread.currentThread().getThreadGroup().getParent();
            Thread asking = new Thread(outside, () -> ask(target), "sip-dns");
            asking.setDaemon(true);
            asking.start();
        } else {
            lost.accept("too many wait for DNS");
        }
    }

    /** All addresses that a target is known to have; empty where it was not looked up lately. */
    Set<InetAddress> known(Target target) {
        var found = new HashSet<InetAddress>();
        cache.get(target, System.nanoTime())
                .ifPresent(servers ->
                        servers.order(random, Optional.empty())
                                .forEach(hop -> found.add(hop.address())));
        return found;
    }

    private void ask(Target target) {
        try {
            Servers servers = Location.find(target, reach, dns);
            thread.submitOrWait(() -> tell(target, servers));
        } catch (UnknownHostException nobody) {
            String why = nobody.getMessage();
            thread.submitOrWait(() -> asked.remove(target).forEach(one -> one.lost().accept(why)));
        } catch (RuntimeException bug) {
            String why = "cannot look up " + target.host() + ": " + bug;
            thread.submitOrWait(() -> asked.remove(target).forEach(one -> one.lost().accept(why)));
        }
    }

    private void tell(Target target, Servers servers) {
        cache.putOrEvict(target, servers, System.nanoTime());
        for (Waiting one : asked.remove(target)) {
            one.found().accept(servers.order(random, one.preferred()));
        }
    }
}
