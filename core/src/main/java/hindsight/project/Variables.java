package hindsight.project;

import hindsight.problem.Problem;
import hindsight.problem.Problems;
import hindsight.problem.SourceText;
import hindsight.problem.Suggestion;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts variables into SQL: {@code ${vat}} in code stands for the literal of that variable; strings and comments stay as they are. */
final class Variables {
    private static final String BEGIN = "${";

    private final Map<String, String> literals;
    private final Problems problems;

    /** @param literals SQL literals by name */
    Variables(Map<String, String> literals, Problems problems) {
        this.literals = literals;
        this.problems = problems;
    }

    /** The SQL of {@code [start, end)} of a file, of which {@code regions} are known. */
    SqlText substitute(SourceText file, List<SqlRegion> regions, int start, int end) {
        SqlTextBuilder sql = new SqlTextBuilder(file, start);
        for (SqlRegion region : regions) {
            SqlRegion part = region.within(start, end);
            if (part.kind() == SqlRegion.Kind.CODE) {
                substitute(file, part, sql);
            }
        }
        return sql.finish(end);
    }

    private void substitute(SourceText file, SqlRegion code, SqlTextBuilder sql) {
        String text = file.text();
        int from = text.indexOf(BEGIN, code.start());
        while (from >= 0 && from < code.end()) {
            int close = text.indexOf('}', from);
            int to = close >= 0 && close < code.end() ? close + 1 : from + BEGIN.length();
            int begin = from;
            literal(file, from, to).ifPresent(literal -> sql.replace(begin, to, literal));
            from = text.indexOf(BEGIN, to);
        }
    }

    private Optional<String> literal(SourceText file, int from, int to) {
        String reference = file.text().substring(from, to);
        if (!reference.endsWith("}")) {
            return reject(file, from, to, "its } is missing", "Write ${name}");
        }
        String name =
                reference.substring(BEGIN.length(), reference.length() - 1).strip();
        if (name.startsWith("env:")) {
            return reject(
                    file,
                    from,
                    to,
                    "the environment is read in warehouse only",
                    "Declare a variable under vars in hindsight.yml");
        }
        if (joinsName(file.text(), from - 1) || joinsName(file.text(), to)) {
            return reject(
                    file,
                    from,
                    to,
                    "it touches a name or a string, and a variable is a literal, never text",
                    "Let it stand alone, or join texts by ||");
        }
        String literal = literals.get(name);
        return literal == null
                ? reject(file, from, to, "there is no variable " + Quoted.of(name), unknownHint(name))
                : Optional.of(literal);
    }

    private String unknownHint(String name) {
        return literals.isEmpty() ? "Declare it under vars in hindsight.yml" : Suggestion.hint(name, literals.keySet());
    }

    private static boolean joinsName(String text, int at) {
        if (at < 0 || at >= text.length()) {
            return false;
        }
        char c = text.charAt(at);
        return SqlScanner.isWordPart(c) || ".'\"".indexOf(c) >= 0;
    }

    private Optional<String> reject(SourceText file, int from, int to, String reason, String hint) {
        String reference = Quoted.of(file.text().substring(from, to));
        problems.add(Problem.error(
                "invalid-variable",
                file.at(from, to - from),
                "Cannot put in the variable " + reference + ": " + reason,
                hint));
        return Optional.empty();
    }
}
