package hindsight.project;

import hindsight.problem.Problem;
import hindsight.problem.Problems;
import hindsight.problem.SourceText;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recognises templates of other tools in SQL, and says what to write instead. */
final class Templates {
    /** Two braces begin a map of structs as well, but then a string or a key and a colon follow. */
    private static final Pattern OPEN = Pattern.compile("\\{%|\\{#|\\{\\{-?(?=\\s*[A-Za-z_][\\w.]*\\s*[^:\\s\\w.])");

    private static final String TEXT = "\\s*['\"]([^'\"]+)['\"]\\s*";
    private static final Pattern REFERENCE =
            Pattern.compile("\\{\\{-?\\s*(?:ref|source)\\((?:" + TEXT + ",)?" + TEXT + "\\)\\s*-?}}");
    private static final Pattern VARIABLE = Pattern.compile("\\{\\{-?\\s*var\\(" + TEXT + "[,)]");
    private static final Pattern CONFIGURATION = Pattern.compile("\\{\\{-?\\s*config\\(");
    private static final Pattern INCREMENTAL = Pattern.compile("\\{%-?\\s*if\\s+is_incremental\\(|\\{\\{-?\\s*this\\b");

    private Templates() {}

    static void reject(SourceText file, List<SqlRegion> regions, Problems problems) {
        int from = 0;
        for (SqlRegion region : regions) {
            SqlRegion rest = region.within(from, region.end());
            if (rest.kind() == SqlRegion.Kind.CODE && rest.start() < rest.end()) {
                from = reject(file, rest, problems);
            }
        }
    }

    /** Rejects what begins in a region; returns the offset behind the last of it. */
    private static int reject(SourceText file, SqlRegion code, Problems problems) {
        String text = file.text();
        Matcher open = OPEN.matcher(text).useTransparentBounds(true);
        int from = code.start();
        while (from < code.end() && open.region(from, code.end()).find()) {
            int start = open.start();
            from = end(text, start);
            problems.add(Problem.error(
                    "template",
                    file.at(start, from - start),
                    "Cannot read the template " + Quoted.of(text.substring(start, from)) + ": SQL files are plain SQL",
                    hint(text, start)));
        }
        return from;
    }

    /** Behind the braces that close it, or the end of the line where there are none on it. */
    private static int end(String text, int open) {
        int line = text.indexOf('\n', open);
        int lineEnd = line < 0 ? text.length() : line;
        int close = text.indexOf(text.startsWith("{{", open) ? "}}" : text.charAt(open + 1) + "}", open + 2);
        return close < 0 || close > lineEnd ? lineEnd : close + 2;
    }

    private static String hint(String text, int open) {
        Matcher reference = at(REFERENCE, text, open);
        if (reference.lookingAt()) {
            return "Name the table instead: " + name(reference.group(2));
        }
        Matcher variable = at(VARIABLE, text, open);
        if (variable.lookingAt()) {
            return "Write ${" + variable.group(1) + "} instead, with a value under vars in hindsight.yml";
        }
        if (at(CONFIGURATION, text, open).lookingAt()) {
            return "Put settings into a comment at the top: /*--- key: [id] ---*/";
        }
        if (at(INCREMENTAL, text, open).lookingAt()) {
            return "Leave it out: write the whole SELECT, Hindsight finds what changed";
        }
        return "Write plain SQL: tables by name, variables as ${name}";
    }

    private static Matcher at(Pattern pattern, String text, int offset) {
        return pattern.matcher(text).region(offset, text.length());
    }

    private static String name(String table) {
        return table.matches("[A-Za-z_][A-Za-z0-9_]*") ? table : '"' + table.replace("\"", "\"\"") + '"';
    }
}
