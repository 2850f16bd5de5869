package org.offhook.agent.pronunciation;

/** Abbreviations that are read out as the words they stand for. Pure. */
final class EnglishAbbreviations {
    /** A dot that ends the sentence too stays. */
    private static final String DOT = "(?:\\.(?!\\s*[\"'”’)\\]]*\\s*$))?";

    /** Without the dot it would be another word. */
    private static final String OWN_DOT = "(?:\\.(?!\\s*[\"'”’)\\]]*\\s*$)|(?=\\.))";

    private static final String NAME_BEFORE = "(?<=\\p{Lu}\\p{Ll}{1,20} )";
    private static final String HOUSE_BEFORE = "(\\d{1,5} (?:\\p{Lu}\\p{Ll}{1,20} ){1,3})";

    static final Rules RULES =
            new Rules()
                    .add(HOUSE_BEFORE + "St" + OWN_DOT, found -> found.group(1) + "Street")
                    .add(HOUSE_BEFORE + "Dr" + OWN_DOT, found -> found.group(1) + "Drive")
                    .add("\\bDr\\.? (?=\\p{Lu})", "Doctor ")
                    .add("\\bMr\\.? (?=\\p{Lu})", "Mister ")
                    .add("\\bMrs\\.? (?=\\p{Lu})", "Missus ")
                    .add("\\bMs\\.? (?=\\p{Lu})", "Miz ")
                    .add("\\bProf\\.? (?=\\p{Lu})", "Professor ")
                    .add("\\bRev\\. (?=\\p{Lu})", "Reverend ")
                    .add("\\bSt\\.? (?=\\p{Lu}\\p{Ll})", "Saint ")
                    .add(NAME_BEFORE + "St" + OWN_DOT, "Street")
                    .add(NAME_BEFORE + "Ave" + DOT + "(?![\\p{L}\\d])", "Avenue")
                    .add(NAME_BEFORE + "Rd" + DOT + "(?![\\p{L}\\d])", "Road")
                    .add(NAME_BEFORE + "Blvd" + DOT + "(?![\\p{L}\\d])", "Boulevard")
                    .add(NAME_BEFORE + "Jr" + DOT + "(?![\\p{L}\\d])", "Junior")
                    .add(NAME_BEFORE + "Sr" + DOT + "(?![\\p{L}\\d])", "Senior")
                    .add(NAME_BEFORE + "Inc" + OWN_DOT, "Incorporated")
                    .add(NAME_BEFORE + "Ltd" + DOT + "(?![\\p{L}\\d])", "Limited")
                    .add("\\b[Aa]pt\\.? (?=\\d)", "apartment ")
                    .add("\\b[Dd]ept" + OWN_DOT, "department")
                    .add("\\b(?i:tel)\\.:?(?= ?[+(\\d])", "telephone")
                    .add("\\bNos?\\. ?(?=\\d)", "number ")
                    .add("\\bnos?\\. ?(?=\\d)", "number ")
                    .add("#\\s?(?=\\d)", "number ")
                    .add("\\bpp\\. ?(?=\\d)", "pages ")
                    .add("\\bp\\. ?(?=\\d)", "page ")
                    .add("§\\s?(?=\\d)", "section ")
                    .add("\\b(?i:approx)" + OWN_DOT, "approximately")
                    .add("\\b[Ee]\\.\\s?g\\.", "for example")
                    .add("\\b[Ii]\\.\\s?e\\.", "that is")
                    .add("\\b(?i:etc)\\b" + DOT, "et cetera")
                    .add("\\b(?i:vs)\\b" + DOT, "versus")
                    .add("\\ba\\.k\\.a\\.", "also known as")
                    .add("\\bPh\\.?D\\b" + DOT, "P H D")
                    .add("\\bM\\.D\\b" + DOT, "M D")
                    .add("\\bU\\.S\\.A\\b" + DOT, "U S A")
                    .add("\\bU\\.S\\b" + DOT, "U S")
                    .add("\\bU\\.K\\b" + DOT, "U K")
                    .add("\\bw/o\\b", "without")
                    .add("\\bw/ ?(?=\\p{L})", "with ");

    private EnglishAbbreviations() {}
}
