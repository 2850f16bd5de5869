package org.offhook.sip;

import java.util.List;
import java.util.Map;
import org.offhook.sip.machine.AddressRange;

/**
 * Who may call.
 *
 * @param trusted addresses and ranges such as {@code 192.0.2.0/24} that may call without proof: a
 *     trunk. The registrar of a line may, too
 * @param passwords of who proves by digest, by user name; everyone else gets 401, whether or not
 *     there is such a user. Empty, with trusted addresses: everyone else gets 403
 */
public record Callers(List<String> trusted, Map<String, String> passwords) {
    public Callers {
        trusted.forEach(AddressRange::parse);
        trusted = List.copyOf(trusted);
        passwords = Map.copyOf(passwords);
    }

    /** Everyone may. */
    public static Callers anyone() {
        return new Callers(List.of(), Map.of());
    }

    /** Without the passwords. */
    @Override
    public String toString() {
        return "Callers[trusted " + trusted + ", users " + passwords.keySet() + "]";
    }
}
