package org.offhook.sip.machine;

/** What a PBX knows us by. Prints without the password. */
public record Credentials(String user, String password) {
    @Override
    public String toString() {
        return "Credentials[user=" + user + "]";
    }
}
