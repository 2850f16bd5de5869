package org.offhook.agent.pronunciation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written, and what is read out. */
class EnglishSpeechTest {
    private final Pronunciation english = Pronunciation.of(Locale.US);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "It costs $3.50.             | It costs three dollars fifty.",
                "$3.05                       | three dollars and five cents",
                "$3.01                       | three dollars and one cent",
                "$1                          | one dollar",
                "$1.25                       | one dollar twenty-five",
                "$0.99                       | ninety-nine cents",
                "$0.01                       | one cent",
                "$20                         | twenty dollars",
                "$20.00                      | twenty dollars",
                "$1,250 a month              | one thousand two hundred fifty dollars a month",
                "$1,000,000                  | one million dollars",
                "$12000000                   | twelve million dollars",
                "$5 million                  | five million dollars",
                "$2.5 million                | two point five million dollars",
                "$5M                         | five million dollars",
                "$10k                        | ten thousand dollars",
                "$10-12                      | ten to twelve dollars",
                "$10–$12 each                | ten to twelve dollars each",
                "$5-10 million               | five to ten million dollars",
                "$9.99/month                 | nine dollars ninety-nine per month",
                "US$40                       | forty dollars",
                "-$5                         | minus five dollars",
                "$0.015                      | zero point zero one five dollars",
                "£9.99                       | nine pounds ninety-nine",
                "£0.50                       | fifty pence",
                "€20                         | twenty euros",
                "20 €                        | twenty euros",
                "3,50 €                      | three euros fifty",
                "10-20 €                     | ten to twenty euros",
                "20 USD                      | twenty dollars",
                "EUR 1                       | one euro",
                "CHF 30                      | thirty francs",
                "3.50 dollars                | three dollars fifty",
                "5 dollars                   | five dollars",
                "50¢                         | fifty cents",
            })
    void money(String written, String spoken) {
        assertEquals(spoken, english.spoken(written));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "9:30 am                     | nine thirty a m",
                "9:30 a.m. on Monday         | nine thirty a m on Monday",
                "We open at 9 a.m.           | We open at nine a m.",
                "At 9 a.m. We close at 5 p.m. sharp. | At nine a m. We close at five p m sharp.",
                "9 a.m. Monday               | nine a m Monday",
                "9 a.m. Eastern              | nine a m Eastern",
                "9am                         | nine a m",
                "5PM                         | five p m",
                "12:00 pm                    | twelve p m",
                "9:05                        | nine oh five",
                "at 9:00                     | at nine o'clock",
                "at 14:00                    | at fourteen hundred",
                "at 14:30.                   | at fourteen thirty.",
                "0:00                        | midnight",
                "00:15                       | twelve fifteen a m",
                "9am-5pm                     | nine a m to five p m",
                "9-5 pm                      | nine to five p m",
                "9:30-17:00                  | nine thirty to seventeen hundred",
                "from 9:30 to 10:15          | from nine thirty to ten fifteen",
                "open 24/7                   | open twenty-four seven",
                "10:15:30                    | ten fifteen",
                "a 3:1 chance                | a three:one chance",
                "at 99:99                    | at ninety-nine:ninety-nine",
                "I am 9.                     | I am nine.",
            })
    void times(String written, String spoken) {
        assertEquals(spoken, english.spoken(written));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-11-23                  | November twenty-third, twenty twenty-six",
                "2026-11-23T09:30:00Z        | November twenty-third, twenty twenty-six at nine thirty",
                "2026-13-40                  | two thousand twenty-six-thirteen-forty",
                "Nov 23                      | November twenty-third",
                "Nov. 23, 2026               | November twenty-third, twenty twenty-six",
                "November 1st                | November first",
                "Nov 23-25                   | November twenty-third to twenty-fifth",
                "on May 5 at 10:30           | on May fifth at ten thirty",
                "May I help?                 | May I help?",
                "23 Nov 2026                 | the twenty-third of November, twenty twenty-six",
                "the 3rd of May              | the third of May",
                "November 2026               | November twenty twenty-six",
                "11/23/2026                  | November twenty-third, twenty twenty-six",
                "23/11/2026                  | November twenty-third, twenty twenty-six",
                "5/6/2026                    | May sixth, twenty twenty-six",
                "5.6.2026                    | June fifth, twenty twenty-six",
                "since 1999                  | since nineteen ninety-nine",
                "in 2005                     | in two thousand five",
                "in 1905                     | in nineteen oh five",
                "in 2026.                    | in twenty twenty-six.",
                "in 2000 rooms               | in two thousand rooms",
                "2024-2026                   | twenty twenty-four to twenty twenty-six",
                "the 1990s                   | the nineteen nineties",
                "the 90s                     | the nineties",
                "Mon-Fri                     | Monday to Friday",
                "Mon. – Fri.                 | Monday to Friday",
                "Monday-Friday               | Monday to Friday",
                "Tue, Nov 24                 | Tuesday, November twenty-fourth",
                "Sat 10-4                    | Saturday ten to four",
                "The sun is up.              | The sun is up.",
            })
    void dates(String written, String spoken) {
        assertEquals(spoken, english.spoken(written));
    }

    @Test
    void whichWayRoundADateIsDependsOnTheCountry() {
        assertEquals(
                "June fifth, twenty twenty-six", Pronunciation.of(Locale.UK).spoken("5/6/2026"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "555-0100                    | five five five, zero one zero zero",
                "call 555-0100.              | call five five five, zero one zero zero.",
                "+1 (555) 010-0199           | plus one, five five five, zero one zero, zero one nine nine",
                "(555) 010-0199              | five five five, zero one zero, zero one nine nine",
                "555.010.0199                | five five five, zero one zero, zero one nine nine",
                "1-800-555-0199              | one, eight zero zero, five five five, zero one nine nine",
                "+44 (0)20 7946 0018         | plus four four, two zero, seven nine four six, zero zero one eight",
                "+442079460018               | plus four four two zero, seven nine four six, zero zero one eight",
                "030 1234567                 | zero three zero, one two three, four five six seven",
                "call 911.                   | call nine one one.",
                "call 20 people              | call twenty people",
                "ext. 12                     | extension one two",
                "my code is 4711             | my code is four seven one one",
                "order #12345                | order number one two three four five",
                "order 500 pizzas            | order five hundred pizzas",
                "4111 1111 1111 1111         | four one one one, one one one one, one one one one, one one one one",
                "number 12345678             | number one two three four, five six seven eight",
                "Springfield, IL 62704       | Springfield, IL six two seven zero four",
                "room 204                    | room two oh four",
                "Flight 1200                 | Flight twelve hundred",
                "agent 007                   | agent zero zero seven",
                "a.b@example.com             | a dot b at example dot com",
                "Write to john.doe_7@mail.example.co.uk. | Write to john dot doe underscore seven at mail dot example dot co dot u k.",
                "info-desk+vip@example.org   | info dash desk plus vip at example dot org",
                "jo1984@example.com          | jo one nine eight four at example dot com",
                "https://www.example.com/help-me?x=1#y. | example dot com slash help dash me.",
                "See example.com, please.    | See example dot com, please.",
                "www.example.de/             | example dot d e",
                "http://127.0.0.1:8080/a     | one two seven dot zero dot zero dot one colon eight zero eight zero slash a",
                "Really.Nothing here         | Really.Nothing here",
            })
    void telephonesCodesAndAddresses(String written, String spoken) {
        assertEquals(spoken, english.spoken(written));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10-12 rooms                 | ten to twelve rooms",
                "10 – 12                     | ten to twelve",
                "5 - 3 = 2                   | five minus three equals two",
                "50%                         | fifty percent",
                "2.5 %                       | two point five percent",
                "10-12%                      | ten to twelve percent",
                "1st, 2nd and 3rd            | first, second and third",
                "the 21st and the 100th      | the twenty-first and the one hundredth",
                "the 12th, 20th, 45th        | the twelfth, twentieth, forty-fifth",
                "1/2 cup                     | one half cup",
                "3/4                         | three quarters",
                "2 1/2 hours                 | two and a half hours",
                "2½ hours                    | two and a half hours",
                "9/11                        | nine over eleven",
                "5 km away                   | five kilometers away",
                "1 km                        | one kilometer",
                "5-7 km                      | five to seven kilometers",
                "100 km/h                    | one hundred kilometers per hour",
                "25°C                        | twenty-five degrees Celsius",
                "-5°                         | minus five degrees",
                "a 30 min. drive             | a thirty minutes drive",
                "Wait 30 min.                | Wait thirty minutes.",
                "100 Mbps                    | one hundred megabits per second",
                "12,000                      | twelve thousand",
                "1,234,567                   | one million two hundred thirty-four thousand five hundred sixty-seven",
                "3.14                        | three point one four",
                "It is 0.5.                  | It is zero point five.",
                ".5                          | point five",
                "999                         | nine hundred ninety-nine",
                "0                           | zero",
                "-3                          | minus three",
                "~5                          | about five",
                "v2.1.3                      | version two point one point three",
                "192.168.0.1                 | one hundred ninety-two point one hundred sixty-eight point zero point one",
                "a 2-bedroom flat            | a two-bedroom flat",
                "COVID-19                    | COVID-nineteen",
                "vitamin B12                 | vitamin B twelve",
                "a 3D film over 5G           | a three D film over five G",
                "flight BA117                | flight B A one one seven",
                "AB12CD                      | A B one two C D",
                "5k                          | five thousand",
                "3 x 4                       | three by four",
                "Tom & Ann                   | Tom and Ann",
                "#1                          | number one",
                "1. Open the door.           | one. Open the door.",
                "It was 3, or 4.             | It was three, or four.",
            })
    void amounts(String written, String spoken) {
        assertEquals(spoken, english.spoken(written));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Dr. Smith is in.            | Doctor Smith is in.",
                "Mr. and Mrs. Jones          | Mr. and Missus Jones",
                "Ask for St. Mary's.         | Ask for Saint Mary's.",
                "at 12 Main St. Springfield  | at twelve Main Street Springfield",
                "on Main St.                 | on Main Street.",
                "5 Oak Dr., please           | five Oak Drive, please",
                "on Park Ave. today          | on Park Avenue today",
                "No. 5                       | number five",
                "No. We are closed.          | No. We are closed.",
                "sweets, e.g. cake           | sweets, for example cake",
                "soon, i.e. today            | soon, that is today",
                "cakes, pies, etc.           | cakes, pies, et cetera.",
                "dogs vs. cats               | dogs versus cats",
                "approx. 5                   | approximately five",
                "pp. 5-6                     | pages five to six",
                "She has a Ph.D. in art.     | She has a P H D in art.",
                "in the U.S.                 | in the U S.",
                "the U.S. Army               | the U S Army",
                "Hello, how are you?         | Hello, how are you?",
                "Is this it? Yes: it is!     | Is this it? Yes: it is!",
            })
    void abbreviationsAndWords(String written, String spoken) {
        assertEquals(spoken, english.spoken(written));
    }

    @ParameterizedTest
    @CsvSource({"de", "fr", "ja"})
    void otherLanguagesAreLeftToTheirVoices(String language) {
        var other = Pronunciation.of(Locale.of(language));
        assertEquals("Um 9:30 Uhr, 3,50 €.", other.spoken("Um 9:30 Uhr, 3,50 €."));
    }

    @Test
    void noTextTakesLong() {
        String[] awkward = {
            "9".repeat(5_000),
            "1,".repeat(2_500),
            "1.".repeat(2_500),
            "a.".repeat(2_500),
            "a-".repeat(2_500) + "@",
            "a@".repeat(2_500),
            "$1-".repeat(1_500),
            "+1 (".repeat(1_200),
            "A1".repeat(2_500),
            "Main ".repeat(1_000) + "St.",
            " ".repeat(5_000) + "%",
            "9 a.m. ".repeat(700),
        };
        for (String text : awkward) {
            assertTimeoutPreemptively(
                    Duration.ofSeconds(20), () -> english.spoken(text), text.substring(0, 20));
        }
    }

    @Test
    void noNumberIsTooLarge() {
        String huge = "99999999999999999999999999";
        for (String text :
                new String[] {
                    huge,
                    "$" + huge,
                    huge + "%",
                    huge + "th",
                    huge + " km",
                    "0." + huge,
                    "99,999,999,999,999,999,999",
                    "May " + huge,
                    huge + ":00",
                    "1/" + huge
                }) {
            assertFalse(english.spoken(text).isBlank());
        }
    }
}
