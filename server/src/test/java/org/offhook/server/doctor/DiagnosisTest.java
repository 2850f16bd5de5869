package org.offhook.server.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.offhook.server.doctor.Findings.Asked;
import org.offhook.server.doctor.Findings.End;
import org.offhook.server.doctor.Findings.Hold;
import org.offhook.server.doctor.Findings.Keys;
import org.offhook.server.doctor.Findings.SelfCall;
import org.offhook.server.doctor.Findings.Setup;
import org.offhook.server.doctor.Findings.Transfer;
import org.offhook.server.doctor.Findings.Way;
import org.offhook.server.doctor.Verdict.Grade;

/** What is said about findings, and whose settings are named. */
class DiagnosisTest {
    private static final Asked ASTERISK =
            new Asked(200, "Asterisk PBX 22.10.1", "192.0.2.30:5060", "192.0.2.30:5060");
    private static final End GOOD =
            new End("opus", "198.51.100.20", "192.0.2.30", false, 900, 0, true);
    private static final List<Keys> ALL_KEYS =
            List.of(
                    new Keys(Way.EVENTS_THERE, true, "1590", "1590"),
                    new Keys(Way.EVENTS_BACK, true, "7264", "7264"),
                    new Keys(Way.INFO, true, "38", "38"),
                    new Keys(Way.TONES, true, "4682", "4682"));
    private static final Hold HELD = new Hold(200, 200, true, true);

    private static Setup setup(String external, boolean mustEncrypt) {
        return new Setup(
                "office", "sip:198.51.100.20", List.of("opus", "PCMU"), external, mustEncrypt);
    }

    private static List<Verdict> of(Optional<String> trouble, Asked asked, SelfCall call) {
        return Diagnosis.of(
                new Findings(setup("", false), trouble, asked, Optional.ofNullable(call)));
    }

    private static SelfCall call(End placed, End called, List<Keys> keys, Hold hold, int transfer) {
        return new SelfCall(
                0,
                "",
                true,
                Optional.of(placed),
                Optional.of(called),
                keys,
                Optional.ofNullable(hold),
                transfer == 0
                        ? Optional.empty()
                        : Optional.of(new Transfer("sip:7000@198.51.100.20", transfer)));
    }

    private static Verdict named(String name, List<Verdict> verdicts) {
        List<Verdict> found = verdicts.stream().filter(one -> one.name().equals(name)).toList();
        assertEquals(1, found.size(), verdicts::toString);
        return found.getFirst();
    }

    private static void assertMends(Grade grade, String setting, String name, List<Verdict> all) {
        Verdict verdict = named(name, all);
        assertEquals(grade, verdict.grade(), verdict::toString);
        assertTrue(verdict.mend().contains(setting), verdict::toString);
    }

    @Test
    void nothingIsMendedWhereAllIsWell() {
        List<Verdict> all = of(Optional.empty(), ASTERISK, call(GOOD, GOOD, ALL_KEYS, HELD, 200));
        assertTrue(Diagnosis.isHealthy(all), all::toString);
        assertTrue(all.stream().allMatch(one -> one.grade() == Grade.PASS), all::toString);
        assertTrue(all.stream().allMatch(one -> one.mend().isEmpty()), all::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "Asterisk PBX 22.10.1+dfsg, ASTERISK",
        "FPBX-17.0.19(22.1.0), ASTERISK",
        "FreeSWITCH-mod_sofia/1.11.1-release, FREESWITCH",
        "kamailio (5.6.3 (x86_64/linux)), KAMAILIO",
        "OpenSIPS (3.4.2), KAMAILIO",
        "3CXPhoneSystem 20, UNKNOWN",
        "'', UNKNOWN"
    })
    void thePbxIsKnownByWhatItCallsItself(String product, Pbx pbx) {
        assertEquals(pbx, Pbx.of(product));
    }

    @ParameterizedTest
    @CsvSource({
        "Asterisk PBX 22, password=", "FreeSWITCH-mod_sofia/1.11, directory/default",
        "kamailio (5.6.3), kamctl passwd", "'', auth-user"
    })
    void aWrongPasswordIsMendedWhereThePbxKeepsIt(String product, String setting) {
        String why = "wrong user or password (401 Unauthorized)";
        var all = of(Optional.of(why), new Asked(200, product, "a:1", "a:1"), null);
        assertMends(Grade.FAIL, setting, "registration", all);
        assertEquals(Grade.SKIPPED, named("call", all).grade());
        assertFalse(Diagnosis.isHealthy(all));
    }

    @Test
    void aRegistrationThatATrunkSectionCatchesIsExplained() {
        var all = of(Optional.of("404 Not Found"), ASTERISK, null);
        assertMends(Grade.FAIL, "type=identify", "registration", all);
    }

    @Test
    void whoDoesNotAnswerAtAllIsLookedForAtItsAddress() {
        var all = of(Optional.of("no response"), new Asked(0, "no response", "", ""), null);
        assertMends(Grade.FAIL, "\"registrar\"", "registration", all);
        assertEquals(Grade.WARN, named("OPTIONS", all).grade());
    }

    @Test
    void anAddressOfTheOwnNetworkIsNoAddressForAPbxOutside() {
        var behindNat = new Asked(200, "Asterisk PBX 22", "192.168.1.5:5060", "203.0.113.9:61000");
        var deaf = new End("opus", "198.51.100.20", "192.168.1.5", false, 0, 0, false);
        var all = of(Optional.empty(), behindNat, call(deaf, deaf, ALL_KEYS, HELD, 0));
        assertMends(Grade.WARN, "sip.external-address", "address", all);
        assertMends(Grade.FAIL, "sip.external-address", "audio to the caller", all);
    }

    @ParameterizedTest
    @CsvSource({
        "Asterisk PBX 22, external_media_address",
        "FreeSWITCH, ext-rtp-ip",
        "kamailio, rtpengine"
    })
    void aPbxThatHidesBehindNatIsToldToSayWhereItIs(String product, String setting) {
        var asked = new Asked(200, product, "203.0.113.9:5060", "203.0.113.9:5060");
        var deaf = new End("opus", "10.0.0.4", "203.0.113.9", false, 0, 0, false);
        var all = of(Optional.empty(), asked, call(deaf, GOOD, ALL_KEYS, HELD, 0));
        assertMends(Grade.FAIL, setting, "audio to the caller", all);
        assertEquals(Grade.PASS, named("audio to the called", all).grade());
    }

    @Test
    void noAudioOnTheOwnNetworkIsTheFirewall() {
        var asked = new Asked(200, "Asterisk PBX 22", "10.0.0.5:5060", "10.0.0.5:5060");
        var deaf = new End("opus", "10.0.0.4", "10.0.0.5", false, 0, 0, false);
        var all = of(Optional.empty(), asked, call(deaf, GOOD, ALL_KEYS, HELD, 0));
        assertMends(Grade.FAIL, "rtp.conf", "audio to the caller", all);
    }

    @ParameterizedTest
    @CsvSource({
        "404, false, extensions.conf", "403, false, extensions.conf", "488, false, allow=",
        "488, true, media_encryption=sdes", "480, false, pjsip show contacts",
                "401, false, password="
    })
    void aCallThatIsRefusedIsExplainedByItsStatus(int status, boolean encrypts, String setting) {
        var findings =
                new Findings(
                        setup("", encrypts),
                        Optional.empty(),
                        ASTERISK,
                        Optional.of(SelfCall.unanswered(status, "refused", false)));
        assertMends(Grade.FAIL, setting, "call", Diagnosis.of(findings));
    }

    @Test
    void anotherCodecWorksButIsTold() {
        var narrow = new End("PCMU", "198.51.100.20", "192.0.2.30", false, 900, 0, true);
        var all = of(Optional.empty(), ASTERISK, call(narrow, GOOD, ALL_KEYS, HELD, 0));
        assertMends(Grade.WARN, "allow=", "codec", all);
        assertTrue(Diagnosis.isHealthy(all));
    }

    @Test
    void keysThatAreLostByEventsAreAFaultAndByInfoOnlyWhereNothingElseWorks() {
        List<Keys> noInfo =
                List.of(
                        ALL_KEYS.get(0),
                        ALL_KEYS.get(1),
                        new Keys(Way.INFO, true, "38", ""),
                        ALL_KEYS.get(3));
        var all = of(Optional.empty(), ASTERISK, call(GOOD, GOOD, noInfo, HELD, 0));
        assertMends(Grade.WARN, "auto_info", "keys by INFO", all);
        List<Keys> none =
                ALL_KEYS.stream().map(k -> new Keys(k.way(), true, k.pressed(), "")).toList();
        all = of(Optional.empty(), ASTERISK, call(GOOD, GOOD, none, HELD, 0));
        assertMends(Grade.FAIL, "dtmf_mode=rfc4733", "keys by RFC 4733 to the called", all);
        assertEquals(Grade.FAIL, named("keys by INFO", all).grade());
    }

    @ParameterizedTest
    @CsvSource({
        "488, 0, true, refused with 488",
        "200, 0, true, resume was not answered",
        "200, 200, false, no audio after that"
    })
    void aHoldThatDoesNotComeBackIsAFault(int held, int resumed, boolean hears, String said) {
        var hold = new Hold(held, resumed, true, hears);
        var all = of(Optional.empty(), ASTERISK, call(GOOD, GOOD, ALL_KEYS, hold, 0));
        Verdict verdict = named("hold", all);
        assertEquals(Grade.FAIL, verdict.grade());
        assertTrue(verdict.what().contains(said), verdict::toString);
    }

    @Test
    void aTransferThatIsRefusedNamesWhatAllowsIt() {
        var all = of(Optional.empty(), ASTERISK, call(GOOD, GOOD, ALL_KEYS, HELD, 603));
        assertMends(Grade.FAIL, "allow_transfer", "transfer", all);
    }

    /** So that no ailment is forgotten for a PBX. */
    @ParameterizedTest
    @EnumSource(Pbx.class)
    void thereIsAWordForEachAilment(Pbx pbx) {
        Set<String> words = new HashSet<>();
        for (Ailment ailment : EnumSet.allOf(Ailment.class)) {
            words.add(Remedies.of(ailment, pbx));
        }
        assertFalse(words.contains(""), pbx::toString);
        assertTrue(words.size() > 12, () -> pbx + " has only " + words.size());
    }
}
