package hindsight.cli;

import hindsight.problem.OneLine;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts of others within Markdown as GitHub reads it: nothing in them is markup, names a person, or links to an issue. */
final class MarkdownText {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9]*(_[A-Za-z0-9]+)*");
    private static final Pattern LINKED = Pattern.compile("[#@][A-Za-z0-9][\\w/-]*");
    private static final Pattern MARKUP = Pattern.compile("[\\\\`*_\\[\\]|~&<>$]");
    private static final Pattern PUNCTUATION = Pattern.compile("[^A-Za-z0-9 \\u0080-\\uFFFF]");

    private MarkdownText() {}

    /** Words of ours in which names and positions may stand. */
    static String prose(String text) {
        StringBuilder written = new StringBuilder();
        Matcher linked = LINKED.matcher(OneLine.of(text));
        int from = 0;
        String line = OneLine.of(text);
        while (linked.find()) {
            written.append(escaped(line.substring(from, linked.start()))).append(code(linked.group()));
            from = linked.end();
        }
        return written.append(escaped(line.substring(from))).toString();
    }

    /** The name of a table or column. */
    static String name(String name) {
        return NAME.matcher(name).matches() ? name : code(name);
    }

    /** A value in a cell of a table, as it is. */
    static String code(String value) {
        String text = OneLine.of(value);
        boolean plain = !text.isBlank() && text.indexOf('`') < 0 && text.indexOf('\\') < 0;
        return plain ? "`" + text.replace("|", "\\|") + "`" : "<code>" + entities(text) + "</code>";
    }

    private static String escaped(String text) {
        return MARKUP.matcher(text).replaceAll(found -> Matcher.quoteReplacement("\\" + found.group()));
    }

    private static String entities(String text) {
        return PUNCTUATION
                .matcher(text)
                .replaceAll(found -> "&#" + found.group().codePointAt(0) + ";");
    }
}
