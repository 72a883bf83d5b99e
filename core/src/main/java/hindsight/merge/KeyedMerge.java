package hindsight.merge;

import hindsight.history.TableDefinition;
import hindsight.project.Effective;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * SQL that merges the rows of a table with a key three ways. What is to be carried over is a net diff, {@code change}: rows of base with a
 * negative weight, rows of theirs with a positive one; {@code head} is ours. The unit is a key and a column; with periods, and a portion of
 * effective time between two ends of periods.
 *
 * <pre>
 *   change  -(1, 'a', 10) +(1, 'a', 20)        head becomes (1, 'b', 20)
 *   head     (1, 'b', 10)
 * </pre>
 */
public final class KeyedMerge {
    /** The net diff to carry over. */
    public static final String CHANGE = "change";
    /** The rows as they are. */
    public static final String HEAD = "head";
    /** What {@link #decided} gave. */
    public static final String DECIDED = "decided";

    private final TableDefinition definition;
    private final Optional<Effective.Period> period;
    private final Columns columns;
    private final boolean force;

    public KeyedMerge(TableDefinition definition, ConflictPolicy policy) {
        this.definition = definition;
        this.period = definition.period();
        this.columns = Columns.of(definition);
        this.force = policy == ConflictPolicy.FORCE;
    }

    /** Names of the columns that name what a row is of. */
    public List<String> key() {
        return names(columns.key());
    }

    /** Names of the columns that are merged. */
    public List<String> values() {
        return names(columns.values());
    }

    /**
     * A SELECT over {@link #CHANGE} and {@link #HEAD} with a row for each key, and portion, that the change concerns: {@code x<i>} is whether a
     * column is in conflict, {@code r<i>} what it becomes, {@code stays} whether there is a row afterwards.
     */
    public String decided() {
        Pairing pairing = new Pairing(columns);
        String pairs = period.map(ends -> pairing.byPortion(ends, type(ends))).orElseGet(pairing::byKey);
        String clashes =
                "SELECT *, " + Columns.list(columns.values(), this::clash, "x") + "true AS judged FROM (" + pairs + ")";
        String judged = "SELECT *, " + Columns.any(columns.values(), i -> "x" + i) + " AS clash FROM (" + clashes + ")";
        String stays = "CASE WHEN theirs AND base THEN ours OR " + force + " WHEN base THEN ours AND clash AND NOT "
                + force + " ELSE true END AS stays";
        String settled =
                "SELECT *, " + Columns.list(columns.values(), this::result, "r") + stays + " FROM (" + judged + ")";
        return "SELECT *, CASE WHEN ours AND stays THEN "
                + Columns.any(columns.values(), i -> columns.distinct("r", "h", i))
                + " ELSE ours <> stays END AS moves FROM (" + settled + ")";
    }

    /** Without periods: a SELECT over {@link #DECIDED} with what changes of head, as a net diff. */
    public String diff() {
        return "SELECT " + named("h")
                + ", CAST(-1 AS BIGINT) AS _weight FROM decided WHERE moves AND ours UNION ALL SELECT " + named("r")
                + ", CAST(1 AS BIGINT) FROM decided WHERE moves AND stays";
    }

    /** With periods: a SELECT over {@link #DECIDED} with the portions in which entities become something else. */
    public String portions() {
        return "SELECT " + named("r") + " FROM decided WHERE moves";
    }

    /** With periods: a SELECT over {@link #DECIDED} with what is so in those portions. */
    public String rows() {
        return portions() + " AND stays";
    }

    /**
     * A SELECT over {@link #DECIDED} with the rows in conflict, in order: the {@link #key}, with periods both ends, {@code theirs},
     * {@code base}, {@code ours}, then for each of the {@link #values} whether it is in conflict, and its value in base, ours and theirs.
     */
    public String conflicts() {
        List<String> shown = new ArrayList<>();
        columns.key().forEach(i -> shown.add("k" + i));
        if (period.isPresent()) {
            shown.add("since");
            shown.add(end());
        }
        shown.addAll(List.of("theirs", "base", "ours"));
        columns.values().forEach(i -> shown.addAll(List.of("x" + i, "b" + i, "h" + i, "t" + i)));
        String order = Columns.names(columns.key(), "k") + (period.isPresent() ? ", since" : "");
        return "SELECT " + String.join(", ", shown) + " FROM decided WHERE clash ORDER BY " + order;
    }

    /** An update whose row is gone, too, is in conflict. */
    private String clash(int i) {
        String untouched = columns.distinct("h", "b", i);
        String pending = columns.distinct("h", "t", i);
        return "CASE WHEN theirs AND base THEN " + columns.distinct("t", "b", i) + " AND (NOT ours OR " + untouched
                + " AND " + pending + ") WHEN base THEN ours AND " + untouched + " ELSE ours AND " + pending + " END";
    }

    private String result(int i) {
        String taken =
                columns.distinct("t", "b", i) + " AND (" + force + " OR NOT " + columns.distinct("h", "b", i) + ")";
        return "CASE WHEN theirs AND (NOT ours OR CASE WHEN base THEN " + taken + " ELSE " + force + " END) THEN t" + i
                + " ELSE h" + i + " END";
    }

    /** All columns under their names; those of the key are the same on all sides. */
    private String named(String letter) {
        return IntStream.range(0, columns.all().size())
                .mapToObj(i -> value(i, letter) + " AS " + columns.quoted(i))
                .collect(Collectors.joining(", "));
    }

    private String value(int i, String letter) {
        if (columns.key().contains(i)) {
            return "k" + i;
        }
        if (columns.values().contains(i)) {
            return letter + i;
        }
        return columns.all().get(i).named(period.orElseThrow().from()) ? "since" : end();
    }

    private static String end() {
        return "CASE WHEN isfinite(until) THEN until END";
    }

    private String type(Effective.Period ends) {
        return definition.schema().column(ends.from()).orElseThrow().type().text();
    }

    private List<String> names(List<Integer> positions) {
        return positions.stream().map(i -> columns.all().get(i).name()).toList();
    }
}
