package hindsight.dbt;

import hindsight.json.JsonTree;
import hindsight.schema.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Which columns name a row, as far as a dbt project says so: a primary key that it declares, the {@code unique_key} of an incremental model, or
 * columns that are tested to be unique and never NULL, by tests that stop a build.
 */
final class Keys {
    private final Map<String, List<ColumnCheck>> checks;
    private final Remarks remarks;

    /** @param checks by the id of the table that they test */
    Keys(Map<String, List<ColumnCheck>> checks, Remarks remarks) {
        this.checks = checks;
        this.remarks = remarks;
    }

    /** Empty where none is known. */
    List<String> of(Node node) {
        List<String> declared = primaryKey(node.json());
        if (!declared.isEmpty()) {
            return declared;
        }
        List<String> unique =
                node.is("model") && node.materialized().equals("incremental") ? uniqueKey(node) : List.of();
        return unique.isEmpty() ? tested(node) : unique;
    }

    /** Nothing, with a remark, where it is an expression. */
    List<String> uniqueKey(Node node) {
        List<String> columns = Node.texts(node.config().at("unique_key")).stream()
                .flatMap(text -> text.matches("[\\w\\s]+(,[\\w\\s]+)+") ? Stream.of(text.split(",")) : Stream.of(text))
                .map(String::strip)
                .toList();
        if (columns.stream().allMatch(ColumnCheck::isColumn)) {
            return columns.stream().map(ColumnCheck::bare).toList();
        }
        remarks.add(
                Remark.Kind.TO_DO,
                "unique_key",
                "The `unique_key` is an expression. A key is made of columns: give the table one, and name it as `key`.",
                node.name());
        return List.of();
    }

    private static List<String> primaryKey(JsonTree node) {
        List<String> columns = new ArrayList<>();
        for (JsonTree constraint : node.at("constraints")) {
            if (constraint.at("type").text().equals("primary_key")) {
                columns.addAll(Node.texts(constraint.at("columns")));
            }
        }
        for (Map.Entry<String, JsonTree> column : node.at("columns").fields()) {
            for (JsonTree constraint : column.getValue().at("constraints")) {
                if (constraint.at("type").text().equals("primary_key")) {
                    columns.add(column.getValue().at("name").text(column.getKey()));
                }
            }
        }
        return columns;
    }

    private List<String> tested(Node node) {
        List<ColumnCheck> here = checks.getOrDefault(node.id(), List.of()).stream()
                .filter(ColumnCheck::isFatal)
                .toList();
        List<String> present = here.stream()
                .filter(check -> check.kind().equals("not_null"))
                .map(check -> Name.folded(check.columns().get(0)))
                .toList();
        return Stream.concat(
                        here.stream().filter(check -> check.kind().equals("unique")),
                        here.stream().filter(ColumnCheck::isCombination))
                .map(ColumnCheck::columns)
                .filter(columns -> columns.stream().map(Name::folded).allMatch(present::contains))
                .findFirst()
                .orElse(List.of());
    }

    /** Whether a key says what the check does. */
    static boolean covers(List<String> key, ColumnCheck check) {
        List<String> columns =
                check.columns().stream().map(Name::folded).sorted().toList();
        List<String> named = key.stream().map(Name::folded).sorted().toList();
        return check.isFatal()
                && switch (check.kind()) {
                    case "not_null" -> named.containsAll(columns);
                    case "unique", "unique_combination_of_columns" -> named.equals(columns);
                    default -> false;
                };
    }
}
