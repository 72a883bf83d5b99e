package hindsight.duckdb;

import com.fasterxml.jackson.databind.JsonNode;
import hindsight.problem.Location;
import hindsight.problem.Problem;
import hindsight.problem.Suggestion;
import hindsight.project.SqlText;
import hindsight.schema.Schema;
import hindsight.sql.Token;
import hindsight.sql.Tokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says what is wrong with a query that the engine's binder refuses. */
final class BindingProblem {
    /** The parameter of macros that stand for what a query must not read. */
    static final String TRAP = "not_for_queries";

    private static final Pattern NAME = Pattern.compile("\"((?:[^\"]|\"\")+)\"");
    private static final Pattern COLUMN_OF =
            Pattern.compile("Table \"(?<table>.+)\" does not have a column named \"(?<column>.+)\"");
    private static final Pattern TABLE = Pattern.compile("Referenced table \"(?<table>.+)\" not found!");
    private static final Pattern SIGNATURE = Pattern.compile("argument types '(?<call>.*)'\\. You might");
    private static final int CANDIDATES = 4;

    private final SqlText sql;
    private final Map<String, Schema> inputs = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final JsonNode answer;
    private final List<String> lines;

    BindingProblem(SqlText sql, Map<String, Schema> inputs, JsonNode answer) {
        this.sql = sql;
        this.inputs.putAll(inputs);
        this.answer = answer;
        this.lines = answer.path("error_message")
                .asText()
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }

    Problem problem() {
        String message = lines.isEmpty() ? "the engine gives no reason" : lines.get(0);
        if (answer.path("error_message").asText().contains("(" + TRAP + ")")) {
            return error(
                    "outside-function",
                    "Cannot use " + named(message) + ": it tells of the session, not of the data",
                    "");
        }
        Matcher columnOf = COLUMN_OF.matcher(message);
        if (columnOf.find()) {
            return columnOf(columnOf.group("table"), columnOf.group("column"));
        }
        Matcher table = TABLE.matcher(message);
        if (table.find()) {
            return error(
                    "unknown-table",
                    "Cannot find table " + table.group("table") + ": FROM does not name it",
                    Suggestion.hint(
                            table.group("table"),
                            namesIn(message.substring(table.end())
                                    + lines.stream().skip(1).toList())));
        }
        String kind = answer.path("error_subtype").asText();
        if (kind.equals("COLUMN_NOT_FOUND")) {
            return error(
                    "unknown-column",
                    "Cannot find column " + answer.path("name").asText(),
                    columnHint());
        }
        if (kind.equals("MISSING_ENTRY")) {
            return missing(
                    answer.path("type").asText().toLowerCase(Locale.ROOT),
                    answer.path("name").asText());
        }
        Matcher signature = SIGNATURE.matcher(message);
        if (signature.find()) {
            return error(
                    "no-matching-function",
                    "Cannot apply " + signature.group("call") + ": " + "no function of that name takes these types",
                    functionHint());
        }
        return error("cannot-bind", "Cannot bind the query: " + message, rest());
    }

    private Problem columnOf(String table, String column) {
        Schema schema = inputs.get(table);
        List<String> known =
                schema == null ? namesIn(String.join(" ", lines.subList(1, lines.size()))) : schema.names();
        return error("unknown-column", "Cannot find column " + column + " in " + table, Suggestion.hint(column, known));
    }

    private String columnHint() {
        String column = answer.path("name").asText();
        List<String> near = candidates();
        List<String> all = new ArrayList<>(near);
        inputs.values().forEach(schema -> all.addAll(schema.names()));
        return Suggestion.hint(column, all.stream().distinct().toList());
    }

    private Problem missing(String what, String name) {
        String thing = what.endsWith("function") ? "function" : what;
        String hint = Suggestion.nearest(name, candidates())
                .map(near -> "Did you mean " + near + "?")
                .orElse("");
        return error("unknown-" + thing.replace(' ', '-'), "Cannot find " + thing + " " + name, hint);
    }

    private String functionHint() {
        List<String> forms = lines.stream()
                .skip(1)
                .map(String::strip)
                .filter(line -> line.contains("->"))
                .map(line -> line.replace(", /)", ")").replace("\"", ""))
                .toList();
        String shown = String.join("; ", forms.subList(0, Math.min(CANDIDATES, forms.size())));
        String more = forms.size() > CANDIDATES ? "; and " + (forms.size() - CANDIDATES) + " more" : "";
        return forms.isEmpty() ? "" : "Cast the arguments to fit: " + shown + more;
    }

    private String rest() {
        return String.join(
                " ", lines.stream().skip(1).limit(2).map(String::strip).toList());
    }

    private List<String> candidates() {
        String text = answer.path("candidates").asText();
        return text.isEmpty() ? List.of() : Arrays.asList(text.split(","));
    }

    private static List<String> namesIn(String text) {
        return NAME.matcher(text).results().map(result -> result.group(1)).toList();
    }

    private static String named(String message) {
        return namesIn(message).stream().findFirst().orElse("that");
    }

    private Problem error(String code, String message, String hint) {
        return Problem.error(code, place(), message, hint);
    }

    /** Where the engine says; else where the text first has the name that the message quotes; else the beginning. */
    private Location place() {
        List<Token> tokens = Tokens.of(sql.text());
        Optional<Token> token = answer.has("position") ? at(tokens) : named(tokens);
        Token shown = token.orElse(tokens.get(0));
        return sql.locate(shown.start(), shown.length());
    }

    private Optional<Token> at(List<Token> tokens) {
        int offset =
                new TextOffsets(sql.text()).character(answer.path("position").asInt());
        return tokens.stream().filter(token -> offset < token.end()).findFirst();
    }

    private Optional<Token> named(List<Token> tokens) {
        return namesIn(String.join(" ", lines)).stream()
                .flatMap(name ->
                        tokens.stream().filter(token -> token.names(name)).limit(1))
                .findFirst();
    }
}
