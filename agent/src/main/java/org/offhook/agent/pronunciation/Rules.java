package org.offhook.agent.pronunciation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replacements done one after the other. What a rule puts in holds neither digits nor signs, so
 * that no later one takes it up again. Immutable once built; any thread may then apply them.
 */
final class Rules {
    /** A number, with its thousands and decimals. No group. */
    static final String NUMBER = "(?:\\d{1,3}(?:,\\d{3}){1,9}|\\d+)(?:\\.\\d+)?";

    /** What stands between the ends of a range. No group. */
    static final String TO = "\\s?[-–]\\s?";

    private record Rule(Pattern pattern, Function<MatchResult, String> spoken) {
        String apply(String text) {
            return pattern.matcher(text)
                    .replaceAll(match -> {
                        String words = spoken.apply(match);
                        return Matcher.quoteReplacement(words == null ? match.group() : words);
                    });
        }
    }

    private final List<Rule> rules = new ArrayList<>();

    /**
     * @param spoken null leaves what was found as it is
     */
    Rules add(String pattern, Function<MatchResult, String> spoken) {
        rules.add(new Rule(Pattern.compile(pattern), spoken));
        return this;
    }

    Rules add(String pattern, String words) {
        return add(pattern, _ -> words);
    }

    String apply(String text) {
        String result = text;
        for (Rule rule : rules) {
            result = rule.apply(result);
        }
        return result;
    }
}
