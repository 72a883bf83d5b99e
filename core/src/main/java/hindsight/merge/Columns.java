package hindsight.merge;

import hindsight.history.TableDefinition;
import hindsight.project.Effective;
import hindsight.schema.Column;
import hindsight.sql.Identifier;
import hindsight.sql.Identity;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The columns of a table with a key by what they are for; SQL names them by a letter and their position, such as {@code h2}.
 *
 * @param all in order
 * @param key positions of those that name what a row is of
 * @param values positions of those that are merged
 */
record Columns(List<Column> all, List<Integer> key, List<Integer> values) {
    static Columns of(TableDefinition definition) {
        List<Column> all = definition.schema().columns();
        List<Integer> key =
                definition.entity().stream().map(definition.schema()::position).toList();
        List<Integer> ends = definition.period().map(Effective.Period::columns).orElse(List.of()).stream()
                .map(definition.schema()::position)
                .toList();
        List<Integer> values = IntStream.range(0, all.size())
                .filter(i -> !key.contains(i) && !ends.contains(i))
                .boxed()
                .toList();
        return new Columns(all, key, values);
    }

    String quoted(int position) {
        return Identifier.quote(all.get(position).name());
    }

    String distinct(String one, String other, int position) {
        return Identity.distinct(one + position, other + position, all.get(position));
    }

    /**
     * Key and values of a table's rows, each under a letter.
     *
     * @param more of its SELECT
     */
    String select(String letter, String more, String table) {
        return "SELECT " + list(key, this::quoted, letter) + list(values, this::quoted, letter) + more + " FROM "
                + table;
    }

    /** Expressions under a letter, with a comma behind each. */
    static String list(List<Integer> positions, IntFunction<String> expression, String letter) {
        return positions.stream()
                .map(i -> expression.apply(i) + " AS " + letter + i + ", ")
                .collect(Collectors.joining());
    }

    static String all(List<Integer> positions, IntFunction<String> condition) {
        return joined(positions, condition, " AND ", "true");
    }

    static String any(List<Integer> positions, IntFunction<String> condition) {
        return joined(positions, condition, " OR ", "false");
    }

    static String names(List<Integer> positions, String letter) {
        return joined(positions, i -> letter + i, ", ", "");
    }

    private static String joined(
            List<Integer> positions, IntFunction<String> expression, String separator, String nothing) {
        return positions.isEmpty()
                ? nothing
                : positions.stream().map(expression::apply).collect(Collectors.joining(separator));
    }
}
