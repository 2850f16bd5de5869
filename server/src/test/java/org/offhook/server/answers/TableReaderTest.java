package org.offhook.server.answers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.offhook.cache.store.AnswerImport.Row;
import org.offhook.cache.store.StoredAnswer.Status;
import org.offhook.server.config.AnswerFileReader;
import org.offhook.server.config.AnswerFileReader.Found;

class TableReaderTest {
    @Test
    void linesOfOneIdAreOneAnswer() {
        Found found =
                TableReader.read(
                        "shop",
                        '\t',
                        "id\tquestion\tsay\tthen\tstatus\r\n"
                                + "hours\twhen do you open\tAt ten.\t\t\r\n"
                                + "\r\n"
                                + "hours\t\"opening\" hours\t\t\t\r\n"
                                + "bye\tgoodbye\tGoodbye.\thangup\tcandidate\r\n");
        assertEquals(List.of(), found.faults());
        Row hours = found.rows().getFirst();
        assertEquals(2, hours.line());
        assertEquals(List.of("when do you open", "\"opening\" hours"), hours.content().questions());
        assertEquals(Status.CANDIDATE, found.rows().get(1).content().status());
    }

    @Test
    void quotedCellsHoldCommasQuotesAndLines() {
        Found found =
                TableReader.read(
                        "shop",
                        ',',
                        "say,id,question\n\"At \"\"ten\"\",\nor so\",hours,\"well, when\"\nx,y\n");
        assertEquals(List.of("line 4: has 2 columns, the first line has 3"), found.faults());
        assertEquals("At \"ten\",\nor so", found.rows().getFirst().content().say());
    }

    @Test
    void eachBadRowIsListedWithItsLineAndTheOthersAreFound() {
        Found found =
                TableReader.read(
                        "shop",
                        ',',
                        "id,question,say,then,until\na,x,Yes.,dance,\nb,y,Yes.,,\nb,z,No.,,\n"
                                + "c,q,,,\nd,r,Yes.,,soon\n");
        assertEquals(
                List.of(
                        "line 4: b says something else in line 3",
                        "line 2: then must be listen, hangup, take-message or transfer"
                                + " sip:USER@HOST, got \"dance\"",
                        "line 5: say is missing",
                        "line 6: until must be a day such as 2026-12-24, got \"soon\""),
                found.faults());
        assertEquals(1, found.rows().size());
    }

    @Test
    void aTableWithoutItsColumnsIsRefused() {
        assertEquals(
                List.of(
                        "line 1: columns are id, question, say, then, agent, status, from, until and"
                                + " state, got \"answer\"",
                        "line 1: there is no column say"),
                TableReader.read("shop", ',', "id,question,answer\na,b,c\n").faults());
    }

    @Test
    void yamlMayBeAWholeBankAndABadAnswerSpoilsNoOther() {
        Found found =
                AnswerFileReader.read(
                        "shop",
                        """
                        name: shop
                        prompts: {greeting: Hello.}
                        answers:
                          - id: hours
                            say: At ten.
                            questions: [when do you open]
                          - id: parking
                            questions: [where can I park]
                          - {id: moon, no-answer: true, questions: [how far is the moon]}
                          - id: late
                            say: No.
                            qestions: [late]
                        """);
        assertEquals(
                List.of("hours", "moon"),
                found.rows().stream().map(row -> row.key().id()).toList());
        assertEquals("line 7: answers[1].say: is missing", found.faults().getFirst());
        assertEquals(2, found.faults().size(), found.faults().toString());
        assertEquals(List.of(), AnswerFileReader.read("shop", "answers: [").rows());
    }
}
