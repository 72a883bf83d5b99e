package hindsight.duckdb;

import hindsight.json.JsonTree;
import hindsight.problem.Location;
import hindsight.problem.Problem;
import hindsight.problem.Suggestion;
import hindsight.project.SqlText;
import hindsight.schema.Name;
import hindsight.schema.Schema;
import hindsight.sql.ParsedQuery;
import hindsight.sql.TableReference;
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
            Pattern.compile("(?:Table|Values list) \"(?<table>.+)\" does not have a column named \"(?<column>.+)\"");
    private static final Pattern COLUMN = Pattern.compile(
            "(?:Referenced column|Column) \"?(?<column>[^\"]+?)\"? "
                    + "(?:in \\w+ list not found|not found|was not found|does not exist)(?<join> on (?:left|right) side of join)?.*");
    private static final Pattern TABLE = Pattern.compile("Referenced table \"(?<table>.+)\" not found!");
    private static final Pattern EXTENSION = Pattern.compile(
            "with name \"(?<name>.+)\" is not in the catalog, but it exists in the (?<extension>\\w+) extension");
    private static final Pattern MACRO = Pattern.compile("Macro \"?(?<name>\\w+)\"?\\(");
    private static final Pattern SIGNATURE = Pattern.compile("argument types '(?<call>.*)'\\. You might");
    private static final Pattern SPAN = Pattern.compile("\\[(?<start>\\d+),(?<length>\\d+)\\]");
    private static final int CANDIDATES = 4;
    private static final String ROW_NUMBER = "rowid";

    private final SqlText sql;
    private final List<TableReference> tables;
    private final Map<String, Schema> inputs = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final JsonTree answer;
    private final List<String> lines;

    BindingProblem(ParsedQuery query, Map<String, Schema> inputs, JsonTree answer) {
        this.sql = query.sql();
        this.tables = query.tables();
        this.inputs.putAll(inputs);
        this.answer = answer;
        this.lines = answer.at("error_message")
                .text()
                .replace("INTEGER_LITERAL", "INTEGER")
                .replace("STRING_LITERAL", "VARCHAR")
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }

    Problem problem() {
        String message = lines.isEmpty() ? "the engine gives no reason" : lines.get(0);
        Matcher macro = MACRO.matcher(message);
        if (macro.find() && String.join(" ", lines).contains("(" + TRAP + ")")) {
            return session(macro.group("name"));
        }
        Matcher columnOf = COLUMN_OF.matcher(message);
        if (columnOf.find()) {
            return columnOf(columnOf.group("table"), columnOf.group("column"));
        }
        Matcher column = COLUMN.matcher(message);
        if (column.matches()) {
            String join = column.group("join");
            return column(
                    column.group("column"),
                    join == null ? "" : join.replace("on ", "on the ").replace("of ", "of the "));
        }
        Matcher table = TABLE.matcher(message);
        if (table.find()) {
            return error(
                    "unknown-table",
                    "Cannot find table " + table.group("table") + ": FROM does not name it",
                    Suggestion.hint(table.group("table"), namesIn(String.join(" ", lines.subList(1, lines.size())))));
        }
        Matcher extension = EXTENSION.matcher(message);
        if (extension.find()) {
            return needsExtension(extension.group("name"), extension.group("extension"));
        }
        if (answer.at("error_subtype").text().equals("MISSING_ENTRY")) {
            return missing(
                    answer.at("type").text().toLowerCase(Locale.ROOT),
                    answer.at("name").text());
        }
        Matcher signature = SIGNATURE.matcher(message);
        if (signature.find()) {
            return signature(signature.group("call"));
        }
        return error("cannot-bind", "Cannot bind the query: " + message.replaceFirst("[.!]$", ""), rest());
    }

    private Problem needsExtension(String name, String extension) {
        return error(
                "needs-extension",
                "Cannot use " + name + ": it belongs to the engine's extension " + extension
                        + ", and extensions are not loaded",
                "Bring what it would read in as a source.");
    }

    private Problem session(String keyword) {
        List<Token> tokens = Tokens.of(sql.text());
        Token token =
                tokens.stream().filter(word -> word.names(keyword)).findFirst().orElse(tokens.get(0));
        return Problem.error(
                "outside-function",
                sql.locate(token.start(), token.length()),
                "Cannot use " + keyword + ": it tells of the session, not of the data",
                "");
    }

    private Problem columnOf(String table, String column) {
        if (Name.same(column, ROW_NUMBER)) {
            return rowNumber();
        }
        Schema schema = tables.stream()
                .filter(reference -> Name.same(reference.alias(), table))
                .map(reference -> inputs.get(reference.name()))
                .findFirst()
                .orElse(null);
        List<String> known =
                schema == null ? namesIn(String.join(" ", lines.subList(1, lines.size()))) : schema.names();
        return error("unknown-column", "Cannot find column " + column + " in " + table, Suggestion.hint(column, known));
    }

    private Problem rowNumber() {
        return error(
                "not-deterministic",
                "Cannot use rowid: it tells where a row is stored, which does not follow from the data",
                "Use a key of the table, or row_number() OVER (ORDER BY a key).");
    }

    private Problem column(String column, String where) {
        if (Name.same(column, ROW_NUMBER)) {
            return rowNumber();
        }
        List<String> known = new ArrayList<>(candidates());
        inputs.values().forEach(schema -> known.addAll(schema.names()));
        return error(
                "unknown-column",
                "Cannot find column " + column + where,
                Suggestion.hint(column, known.stream().distinct().toList()));
    }

    private Problem missing(String what, String name) {
        String thing = what.endsWith("function") ? "function" : what;
        String hint = Suggestion.nearest(name, candidates())
                .map(near -> "Did you mean " + near + "?")
                .orElse("");
        return error("unknown-" + thing.replace(' ', '-'), "Cannot find " + thing + " " + name, hint);
    }

    private Problem signature(String call) {
        boolean operator = !Character.isLetter(call.charAt(0));
        return error(
                "no-matching-function",
                "Cannot apply " + call + ": no " + (operator ? "operator" : "function")
                        + " of that name takes these types",
                operator ? "Cast one side so that both fit." : functionHint());
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
        String text = answer.at("candidates").text();
        return text.isEmpty() ? List.of() : Arrays.asList(text.split(","));
    }

    private static List<String> namesIn(String text) {
        return NAME.matcher(text).results().map(result -> result.group(1)).toList();
    }

    private Problem error(String code, String message, String hint) {
        return Problem.error(code, place(), message, hint);
    }

    /** Where the engine says; else where the text first has a name that the message quotes; else the beginning. */
    private Location place() {
        List<Token> tokens = Tokens.of(sql.text());
        boolean call = answer.at("error_subtype").text().matches("MISSING_ENTRY|NO_MATCHING_FUNCTION");
        Matcher span = SPAN.matcher(answer.at("location").text());
        if (!call && span.matches()) {
            TextOffsets offsets = new TextOffsets(sql.text());
            int start = Integer.parseInt(span.group("start"));
            int from = offsets.character(start);
            return sql.locate(from, offsets.character(start + Integer.parseInt(span.group("length"))) - from);
        }
        Token shown = (answer.has("position") ? at(tokens) : named(tokens)).orElse(tokens.get(0));
        return sql.locate(shown.start(), shown.length());
    }

    private Optional<Token> at(List<Token> tokens) {
        int offset = new TextOffsets(sql.text()).character(answer.at("position").number(0));
        return tokens.stream().filter(token -> offset < token.end()).findFirst();
    }

    private Optional<Token> named(List<Token> tokens) {
        return namesIn(String.join(" ", lines)).stream()
                .flatMap(name ->
                        tokens.stream().filter(token -> token.names(name)).limit(1))
                .findFirst();
    }
}
