package hindsight.dbt;

import java.util.Collection;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes texts into YAML so that they mean themselves, also within the comment of a model's settings. */
final class Yaml {
    private static final Pattern PLAIN =
            Pattern.compile("[\\p{L}\\p{N}_]([\\p{L}\\p{N}_ .()'/+%;!?-]*[\\p{L}\\p{N}_.)'%;!?])?");

    private Yaml() {}

    /** On one line, wherever a value or key may stand. */
    static String scalar(String text) {
        return PLAIN.matcher(text).matches() ? text : quoted(text);
    }

    static String list(Collection<String> texts) {
        return texts.stream().map(Yaml::scalar).collect(Collectors.joining(", ", "[", "]"));
    }

    /** A text of one or more lines as a value in block style; lines below the first are indented by {@code indent}. */
    static String text(String text, String indent) {
        boolean readable = text.indexOf('\n') > 0
                && !Character.isWhitespace(text.charAt(0))
                && !text.contains("*/")
                && !text.contains("/*")
                && text.chars().noneMatch(c -> c != '\n' && (Character.isISOControl(c) || c == 0xFEFF || c >= 0xFFFE));
        if (!readable) {
            return scalar(text);
        }
        return "|-\n"
                + text.lines()
                        .map(line -> line.isBlank() ? "" : indent + line.stripTrailing())
                        .collect(Collectors.joining("\n"));
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean comment = c == '*' && (text.startsWith("/", i + 1) || i > 0 && text.charAt(i - 1) == '/');
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (comment
                            || Character.isISOControl(c)
                            || c == 0xFEFF
                            || c == 0x2028
                            || c == 0x2029
                            || c >= 0xFFFE) {
                        quoted.append(String.format("\\u%04x", (int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }
}
