package hindsight.dbt;

import hindsight.json.JsonTree;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A test of dbt that says something of one column, or of a few together, with nothing that qualifies it.
 *
 * @param test the node
 * @param kind such as {@code not_null}
 * @param table the node that is tested
 * @param columns whose values it looks at
 */
record ColumnCheck(Node test, String kind, String table, List<String> columns) {
    private static final Set<String> KINDS = Set.of("not_null", "unique", "accepted_values", "relationships");
    private static final String COMBINATION = "unique_combination_of_columns";

    /** Nothing when the test is another one, or has a condition of its own. */
    static Optional<ColumnCheck> of(Node test) {
        JsonTree metadata = test.json().at("test_metadata");
        JsonTree arguments = metadata.at("kwargs");
        String kind = metadata.at("name").text();
        String table = table(test);
        boolean known = metadata.at("namespace").text().isEmpty() && KINDS.contains(kind) || kind.equals(COMBINATION);
        List<String> columns = kind.equals(COMBINATION)
                ? Node.texts(arguments.at("combination_of_columns"))
                : Node.texts(arguments.at("column_name"));
        boolean plain = known && !table.isEmpty() && !columns.isEmpty() && !isQualified(test.config());
        return plain && columns.stream().allMatch(ColumnCheck::isColumn)
                ? Optional.of(new ColumnCheck(
                        test,
                        kind,
                        table,
                        columns.stream().map(ColumnCheck::bare).toList()))
                : Optional.empty();
    }

    /** What is tested: dbt says so since 1.5; before, it is the last table of its kind that the test reads. */
    private static String table(Node test) {
        boolean source =
                test.json().at("test_metadata").at("kwargs").at("model").text().contains("source(");
        String last = test.reads().stream()
                .filter(id -> id.startsWith("source.") == source)
                .reduce("", (one, other) -> other);
        return test.json().at("attached_node").text(last);
    }

    private static boolean isQualified(JsonTree config) {
        return !config.at("where").text().isEmpty()
                || !config.at("fail_calc").text("count(*)").equals("count(*)")
                || !config.at("error_if").text("!= 0").equals("!= 0")
                || !config.at("warn_if").text("!= 0").equals("!= 0");
    }

    /** Whether it names a column, and is no expression. */
    static boolean isColumn(String text) {
        return text.matches("[\\p{L}_][\\p{L}\\p{N}_$]*|\"[^\"]+\"");
    }

    static String bare(String column) {
        return column.startsWith("\"") ? column.substring(1, column.length() - 1) : column;
    }

    boolean isCombination() {
        return kind.equals(COMBINATION);
    }

    boolean isFatal() {
        return !test.isWarning();
    }

    JsonTree argument(String name) {
        return test.json().at("test_metadata").at("kwargs").at(name);
    }

    /** The other table of relationships; what is tested itself where only one is read. */
    String other() {
        return test.reads().stream().filter(id -> !id.equals(table)).findFirst().orElse(table);
    }
}
