package hindsight.duckdb;

import hindsight.json.JsonTree;
import hindsight.problem.InvalidException;
import hindsight.problem.Location;
import hindsight.problem.Problem;
import hindsight.project.SqlText;
import hindsight.schema.Name;
import hindsight.sql.FunctionKind;
import hindsight.sql.FunctionUse;
import hindsight.sql.TableReference;
import hindsight.sql.Token;
import hindsight.sql.Tokens;
import hindsight.time.Position;
import hindsight.time.Positions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Walks a syntax tree and finds the tables and functions that it refers to. A WITH query is seen by later ones of the same WITH
 * and by the query behind it, in subqueries too; by itself only in the second half of a recursion.
 */
final class References {
    private static final Set<String> CLOCK_KEYWORDS =
            Set.of("current_date", "current_time", "current_timestamp", "localtime", "localtimestamp");
    /** They take the name of an aggregate function as a text. */
    private static final Set<String> BY_NAME =
            Set.of("list_aggr", "list_aggregate", "array_aggr", "array_aggregate", "aggregate");

    private final SqlText sql;
    private final TextOffsets offsets;
    private final FunctionKinds kinds;
    private final Positions positions;
    private final List<TableReference> tables = new ArrayList<>();
    private final List<FunctionUse> functions = new ArrayList<>();

    References(SqlText sql, FunctionKinds kinds, Positions positions) {
        this.sql = sql;
        this.offsets = new TextOffsets(sql.text());
        this.kinds = kinds;
        this.positions = positions;
    }

    void collect(JsonTree statement) {
        walk(statement, Set.of());
        tables.sort(Comparator.comparingInt(TableReference::offset));
        functions.sort(Comparator.comparingInt(FunctionUse::offset));
    }

    List<TableReference> tables() {
        return tables;
    }

    List<FunctionUse> functions() {
        return functions;
    }

    private void walk(JsonTree node, Set<String> defined) {
        if (node.isArray()) {
            for (JsonTree element : node) {
                walk(element, defined);
            }
        } else if (node.isObject()) {
            visit(node, defined);
            Set<String> inner = definitions(node, defined);
            for (Map.Entry<String, JsonTree> field : node.fields()) {
                if (!field.getKey().equals("cte_map")) {
                    walk(below(node, field), recursionSees(node, field.getKey(), inner));
                }
            }
        }
    }

    /** A table function holds a call, which is no call of its own. */
    private static JsonTree below(JsonTree node, Map.Entry<String, JsonTree> field) {
        boolean call = field.getKey().equals("function") && isTableFunction(node);
        return call ? field.getValue().at("arguments") : field.getValue();
    }

    private static boolean isTableFunction(JsonTree node) {
        return node.at("type").text().equals("TABLE_FUNCTION");
    }

    /** What the body of a query sees: what its surroundings see and its own WITH queries. */
    private Set<String> definitions(JsonTree node, Set<String> defined) {
        JsonTree entries = node.at("cte_map").at("map");
        if (entries.size() == 0) {
            return defined;
        }
        Set<String> seen = new HashSet<>(defined);
        for (JsonTree entry : entries) {
            walk(entry.at("value"), Set.copyOf(seen));
            seen.add(Name.folded(entry.at("key").text()));
        }
        return seen;
    }

    private static Set<String> recursionSees(JsonTree node, String field, Set<String> defined) {
        if (!node.at("type").text().equals("RECURSIVE_CTE_NODE") || !field.equals("right")) {
            return defined;
        }
        Set<String> seen = new HashSet<>(defined);
        String name = Name.folded(node.at("cte_name").text());
        seen.add(name);
        seen.add(key(List.of("recurring", name)));
        return seen;
    }

    private void visit(JsonTree node, Set<String> defined) {
        SelectGrammar.check(sql, node);
        switch (node.at("type").text()) {
            case "BASE_TABLE" -> table(node, defined);
            case "TABLE_FUNCTION" -> tableFunction(node);
            case "COLUMN_REF" -> keyword(node);
            case "VALUE_PARAMETER" ->
                throw refused("parameter", place(node), "a parameter", "there is no value for it");
            default -> function(node);
        }
        if (node.has("sample")) {
            sample(node);
        }
    }

    private void table(JsonTree node, Set<String> defined) {
        List<String> path = path(node);
        if (path.isEmpty() || path.contains("")) {
            throw refused("syntax-error", place(node), "an empty name", "a table has one");
        }
        String name = path.get(path.size() - 1);
        boolean own = defined.contains(key(path));
        if (own && node.has("at_clause")) {
            throw refused("at-on-with", place(node), name + " AT a position", "it is a WITH query, not a table");
        }
        if (own) {
            return;
        }
        if (!node.has("query_location")) {
            throw SelectGrammar.notSelect(sql, Set.of("table"), "write FROM " + name);
        }
        int offset = offset(node);
        boolean file = sql.text().startsWith("'", offset) || looksLikeFile(path);
        Optional<Position> at = node.has("at_clause")
                ? Optional.of(new AtClause(positions, name).read(node.at("at_clause"), place(node)))
                : Optional.empty();
        String alias = node.at("alias").text(name);
        tables.add(new TableReference(path, at, alias, file, offset, end(node) - offset));
    }

    /** What the engine would take for a file if there is no table of that name. */
    private static boolean looksLikeFile(List<String> path) {
        String name = String.join(".", path).toLowerCase(Locale.ROOT).replaceFirst("\\.(gz|zst)$", "");
        return name.contains("://")
                || name.contains("/")
                || name.matches(".*\\.(csv|tsv|txt|json|jsonl|ndjson|parquet|db|duckdb|xlsx|arrow)");
    }

    private void tableFunction(JsonTree node) {
        JsonTree call = node.at("function");
        List<String> path = path(call);
        String name = Name.folded(path.get(path.size() - 1));
        int offset = offset(node);
        functions.add(new FunctionUse(name, kinds.table(name), path.size() > 1, true, offset, end(node) - offset));
    }

    private void keyword(JsonTree node) {
        JsonTree names = node.at("column_names");
        String name = Name.folded(names.at(0).text());
        if (names.size() == 1 && CLOCK_KEYWORDS.contains(name)) {
            add(name, kinds.scalar(name, 0), false, node);
        }
    }

    private void function(JsonTree node) {
        boolean call = node.has("class")
                && node.has("function_name")
                && !node.at("is_operator").isTrue();
        if (!call) {
            return;
        }
        List<String> path = path(node);
        String name = Name.folded(path.get(path.size() - 1));
        JsonTree arguments = node.at("arguments");
        add(name, kinds.scalar(name, arguments.size()), path.size() > 1, node);
        if (BY_NAME.contains(name) && arguments.size() > 1) {
            String aggregate = Name.folded(
                    arguments.at(1).at("expression").at("literal").at("text").text());
            add(aggregate, aggregate.isEmpty() ? FunctionKind.OUTSIDE : kinds.scalar(aggregate, 1), false, node);
        }
    }

    private void sample(JsonTree node) {
        if (node.has("query_location")) {
            add("tablesample", FunctionKind.VOLATILE, false, node);
            return;
        }
        List<Token> tokens = Tokens.of(sql.text());
        int at = 1;
        while (at < tokens.size() - 1
                && !(tokens.get(at - 1).is("using") && tokens.get(at).is("sample"))) {
            at++;
        }
        int offset = tokens.get(at - 1).start();
        int length = tokens.get(at).end() - offset;
        functions.add(new FunctionUse("using sample", FunctionKind.VOLATILE, false, false, offset, length));
    }

    private void add(String name, FunctionKind kind, boolean qualified, JsonTree node) {
        int offset = offset(node);
        functions.add(new FunctionUse(name, kind, qualified, false, offset, end(node) - offset));
    }

    private static String key(List<String> path) {
        return Name.folded(String.join("\0", path));
    }

    private static List<String> path(JsonTree node) {
        List<String> path = new ArrayList<>();
        node.at("qualified_name").at("path").forEach(part -> path.add(part.text()));
        return path;
    }

    private int offset(JsonTree node) {
        return offsets.character(node.at("query_location").number(0));
    }

    private int end(JsonTree node) {
        return offsets.character(node.at("query_location").number(0)
                + node.at("query_location_length").number(1));
    }

    private Location place(JsonTree node) {
        return sql.locate(offset(node), end(node) - offset(node));
    }

    private static InvalidException refused(String code, Location place, String what, String reason) {
        return new InvalidException(Problem.error(code, place, "Cannot use " + what + ": " + reason, ""));
    }
}
