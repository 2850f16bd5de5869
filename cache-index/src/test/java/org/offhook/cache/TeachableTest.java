package org.offhook.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TeachableTest {
    private static String objection(String question, String answer) {
        return Teachable.objection(Locale.ENGLISH, question, answer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Do you sell gift cards? | Yes, at the front desk and online.",
                "Where can I park my car? | Behind the house, the first hour is free.",
                "Is there a bus that stops near you? | Line 14 stops at our door.",
                "Can I bring my dog? | Dogs on a leash are welcome.",
                "How much is a swimming lesson? | A lesson of half an hour is twenty euros.",
            })
    void whatIsTheSameForEverybodyIsLearned(String question, String answer) {
        assertEquals("", objection(question, answer));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "What is my balance? | Your balance is 240 euros. | personal",
                "Where is my order? | It left our house. | personal",
                "My name is Anna, do you have rooms? | Yes, we do. | personal",
                "Is order four four seven one two sent? | Yes. | personal",
                "Can you call 0171 5550123? | We will. | personal",
                "Can you write to a.b@example.org? | We will. | personal",
                "Did the parcel arrive? | Your parcel 4471 is here. | personal",
                "What is the price of gold today? | Two thousand. | depends on the day",
                "Do you have rooms? | Tonight there are two rooms free. | depends on the day",
                "How long is the queue? | Ten minutes of waiting. | depends on the day",
                "And on Sunday? | From ten to two. | depends on what was said before",
                "Do you open on Sunday? | As I said, we do not. | depends on what was said before",
                "Do you have a pool? | Which of our houses do you mean? | answers nothing",
                "Do you have a pool? | I'm sorry, I don't know that. | answers nothing",
                "Pool? | Yes, we have one. | no question of a usual length",
            })
    void whatIsNotIsNot(String question, String answer, String why) {
        assertEquals(why, objection(question, answer));
    }

    @Test
    void rulesForEnglishDecideNothingElse() {
        assertEquals(
                "rules know English only",
                Teachable.objection(Locale.GERMAN, "Wo kann ich parken?", "Hinter dem Haus."));
    }
}
