package org.offhook.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormaliserTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Um, what's the address, please?    | what is address",
                "Can you tell me when you're open?  | when you are open",
                "I CAN'T come                       | i can not come",
                "dont close                         | do not close",
                "twenty five euros                  | 25 euros",
                "at half past nine                  | at half past 9",
                "two hundred                        | 200",
                "1,500 seats                        | 1500 seats",
                "at 9am or 5 p.m.                   | at 9 am or 5 pm",
                "which one do I take                | which one do i take",
                "one ticket                         | 1 ticket",
                "the doctor's office                | doctor office",
                "Café                               | cafe",
                "hello                              | hello",
                "uh                                 | uh"
            })
    void spokenEnglishHasOneSpelling(String spoken, String normal) {
        assertEquals(normal, String.join(" ", Normaliser.normal(spoken)));
    }
}
