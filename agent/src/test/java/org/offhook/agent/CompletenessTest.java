package org.offhook.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller may say, and whether that was all. */
class CompletenessTest {
    private final Completeness completeness = Completeness.shipped();

    private double finished(String words, String asked) {
        return completeness.probability(words, asked == null ? "" : asked);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "How can I help you? | I was charged twice. | I was charged twice. Can you refund it?",
                "What happened? | My car broke down. | My car broke down. I'm on the motorway.",
                "| I'd like to change. | I'd like to change the date of my booking.",
                "| Can you tell me the? | Can you tell me the price of a ticket?",
                "| Um, I wanted to, uh. | Um, I wanted to, uh, ask about my order.",
                "What is your name? | My name is. | My name is Lucy Baker.",
                "What is your name? | It's George. | It's George Allen.",
                "When would you like to come? | On. | On Friday at three.",
                "What is your address? | Five Castle Street. | Five Castle Street, York, second floor.",
                "Would you like anything else? | Yes. | Yes, I also need a receipt.",
                "Would you like anything else? | Yes, please. | No, thank you.",
                "What is your phone number? | 555 | 555 123 4567",
                "What is your phone number? | 555 123 | 555 123 4567",
                "What is the number on the card? | 4111 1111 1111 | 4111 1111 1111 1111",
                "And the zip code? | 9 0 | 9 0 2 1 0",
                "What's your name? | My name is Tom Stone, S T O. | My name is Tom Stone, S T O N E.",
                "What is your email? | lucy at. | lucy at baker dot com.",
                "What is your email? | It's Lucy at. | lucy@baker.com",
            })
    void thereIsMoreToComeAfterThePart(String asked, String part, String whole) {
        double before = finished(part, asked);
        double after = finished(whole, asked);
        assertTrue(before < 0.75, part + " " + before);
        assertTrue(after > before + 0.1, whole + " " + before + " " + after);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Is that correct? | Yes.",
                "Is that correct? | Yes, that's right.",
                "Would you like a receipt? | No, thank you.",
                "Is there anything else? | No, that's all.",
                "How can I help you? | What are your opening hours?",
                "How can I help you? | I'd like to cancel my order from last week.",
                "| Where can I park my car?",
                "| Could you send me a copy of my contract by email?",
                "What is your phone number? | It's 212 555 0188.",
                "What is the number on the card? | 4111 1111 1111 1111",
                "When would you like to come? | On Friday at half past nine.",
            })
    void thatWasAll(String asked, String words) {
        assertTrue(finished(words, asked) > 0.7, words + " " + finished(words, asked));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I would like to book a table and",
                "My problem is, um,",
                "Hello.",
                "Good morning, my name is Peter Hall.",
                "It's about my",
            })
    void nobodyStopsThere(String words) {
        assertTrue(finished(words, "How can I help you?") < 0.4, words);
    }

    @Test
    void aNoughtIsALetterAmongLettersAndADigitAmongDigits() {
        ReadOut spelled =
                ReadOut.of(List.of("stone", "s", "t", "o", "n", "e"), "Stone, S T O N E.");
        assertEquals("stone", spelled.letters());
        assertTrue(spelled.spells());
        ReadOut number = ReadOut.of(List.of("o", "seven", "o", "4"), "O seven O 4");
        assertEquals(4, number.digits());
        assertEquals("", number.letters());
    }

    @Test
    void digitsAreCountedThroughWhatTheySoundLike() {
        assertEquals(4, ReadOut.of(List.of("five", "to", "two", "3"), "").digits());
        assertEquals(0, ReadOut.of(List.of("i", "want", "to"), "").digits());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HELP | How can I help you?",
                "HELP | What can I do for you?",
                "TROUBLE | What happened to the car?",
                "MORE | Is there anything else?",
                "READ_OUT | And your account number?",
                "READ_OUT | Could you spell that, please?",
                "NAME | May I have your name?",
                "NAME | Who should I put you through to?",
                "WHEN | What day suits you?",
                "WHERE | Where do you live?",
                "RIGHT | Is that right?",
                "OFFER | Shall I send you the link?",
                "YES_NO | Are you a customer of ours?",
                "NEWS | Your table is booked.",
                "OTHER | What would you like to drink?",
            })
    void whatIsAskedIsKnown(Asked expected, String question) {
        assertEquals(
                expected, Asked.of(Completeness.words(question), question.endsWith("?")), question);
    }

    @Test
    void wordsThatNobodyKnowsGoByTheirEnding() {
        assertEquals(
                List.of("?ing", "is ?ing", "is *"),
                Completeness.endings(List.of("it", "is", "frobbing"), "is"::equals));
    }

    @Test
    void termsOfNothingSayNothing() {
        assertEquals(Map.of("=always", 1.0), completeness.terms(" ", "How can I help?"));
    }

    @Test
    void spelledLettersAreWordsOfTheirOwn() {
        assertEquals(List.of("it's", "x", "t", "4", "ok"), Completeness.words("It's XT 4, OK."));
    }
}
