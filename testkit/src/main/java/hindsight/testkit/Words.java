package hindsight.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A command line cut into words as a shell would, as far as scripts need it: quotes, a backslash before one character,
 * assignments before the command, redirections behind it.
 */
record Words(
        Map<String, String> assignments,
        List<String> command,
        @Nullable String input,
        @Nullable String output) {
    private static final Pattern WORD =
            Pattern.compile("(?:[^\\s'\"\\\\]|\\\\.|'[^']*'|\"(?:[^\"\\\\]|\\\\.)*\")+", Pattern.DOTALL);
    private static final Pattern PIECE =
            Pattern.compile("'([^']*)'|\"((?:[^\"\\\\]|\\\\.)*)\"|\\\\(.)|([^'\"\\\\]+)", Pattern.DOTALL);
    private static final Pattern ASSIGNMENT = Pattern.compile("(\\w+)=(.*)", Pattern.DOTALL);

    Words {
        command = List.copyOf(command);
    }

    static Words of(String line) {
        Map<String, String> assignments = new LinkedHashMap<>();
        List<String> command = new ArrayList<>();
        @Nullable String input = null;
        @Nullable String output = null;
        List<String> words = split(line);
        for (int i = 0; i < words.size(); i++) {
            Matcher assignment = ASSIGNMENT.matcher(words.get(i));
            if (words.get(i).equals("<")) {
                input = unquoted(words.get(++i));
            } else if (words.get(i).equals(">")) {
                output = unquoted(words.get(++i));
            } else if (command.isEmpty() && assignment.matches()) {
                assignments.put(assignment.group(1), unquoted(assignment.group(2)));
            } else {
                command.add(unquoted(words.get(i)));
            }
        }
        return new Words(assignments, command, input, output);
    }

    private static List<String> split(String line) {
        return WORD.matcher(line).results().map(result -> result.group()).toList();
    }

    private static String unquoted(String word) {
        return PIECE.matcher(word).replaceAll(piece -> Matcher.quoteReplacement(text(piece)));
    }

    private static String text(MatchResult piece) {
        if (piece.group(2) != null) {
            return piece.group(2).replaceAll("\\\\([\"\\\\$`])", "$1");
        }
        for (int group : new int[] {1, 3, 4}) {
            if (piece.group(group) != null) {
                return piece.group(group);
            }
        }
        return "";
    }
}
