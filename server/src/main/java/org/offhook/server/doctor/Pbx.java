package org.offhook.server.doctor;

import java.util.Locale;

/** Whose settings are to be named. */
public enum Pbx {
    ASTERISK("Asterisk", "asterisk", "fpbx", "freepbx"),
    FREESWITCH("FreeSWITCH", "freeswitch", "fusionpbx", "sofia"),
    KAMAILIO("Kamailio", "kamailio", "opensips", "openser"),
    UNKNOWN("the PBX");

    private final String text;
    private final String[] marks;

    Pbx(String text, String... marks) {
        this.text = text;
        this.marks = marks;
    }

    /** By what stands in Server or User-Agent. */
    public static Pbx of(String product) {
        String lower = product.toLowerCase(Locale.ROOT);
        for (Pbx pbx : values()) {
            for (String mark : pbx.marks) {
                if (lower.contains(mark)) {
                    return pbx;
                }
            }
        }
        return UNKNOWN;
    }

    @Override
    public String toString() {
        return text;
    }
}
