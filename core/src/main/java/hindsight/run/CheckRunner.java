package hindsight.run;

import hindsight.history.RowSet;
import hindsight.history.Rows;
import hindsight.history.Store;
import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.problem.Severity;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs checks. */
final class CheckRunner {
    private static final int SHOWN_ROWS = 5;
    private static final int SHOWN_COLUMNS = 6;
    private static final int SHOWN_CHARACTERS = 40;

    /** The number of all rows comes along with the few that are shown, as the last column. */
    private static final String SAMPLE = "SELECT *, count(*) OVER () FROM %s LIMIT " + SHOWN_ROWS;

    private static final List<Column> ANSWER = List.of(new Column("any", DataType.BOOLEAN));

    private final Store store;
    private final Function<String, RowSet> tables;
    private final Instant now;

    /** @param tables the rows of a table by its name */
    CheckRunner(Store store, Function<String, RowSet> tables, Instant now) {
        this.store = store;
        this.tables = tables;
        this.now = now;
    }

    /**
     * A check that gave rows.
     *
     * @param rows how many
     * @param problem what to tell
     */
    record Failed(long rows, Problem problem) {}

    /** Whether all of a table's own checks hold, asked at once; false also where that cannot be asked in one query. */
    boolean allHold(List<Check> all) {
        Set<Map<String, String>> reads = all.stream().map(Check::reads).collect(Collectors.toSet());
        if (reads.size() != 1 || all.stream().anyMatch(check -> check.model().isEmpty())) {
            return all.isEmpty();
        }
        String any = all.stream().map(check -> "EXISTS (" + check.sql() + ")").collect(Collectors.joining(" OR "));
        try {
            RowSet asked = new RowSet.Derived("SELECT " + any, ANSWER, inputs(all.get(0)), now);
            return Boolean.FALSE.equals(store.only(asked).get(0));
        } catch (InvalidException failure) {
            return false;
        }
    }

    /**
     * Runs a check; empty when it holds.
     *
     * @param verb what is not to be done when it fails, such as "publish"
     */
    Optional<Failed> run(Check check, String verb) {
        long total = 0;
        List<String> shown = new ArrayList<>();
        try (Rows rows = store.rows(sample(check))) {
            int last = rows.schema().columns().size() - 1;
            while (rows.next()) {
                total = Numbers.whole(rows.value(last));
                shown.add(row(rows, last));
            }
        } catch (InvalidException failure) {
            return Optional.of(new Failed(0, broken(check, verb, failure)));
        }
        return total == 0 ? Optional.empty() : Optional.of(new Failed(total, failed(check, verb, total, shown)));
    }

    /** A text that a user wrote is not put into another one: it may end in a comment. */
    private RowSet sample(Check check) {
        Map<String, RowSet> inputs = inputs(check);
        if (check.model().isPresent()) {
            return new RowSet.Query(SAMPLE.formatted("(" + check.sql() + ")"), inputs, now);
        }
        RowSet found = new RowSet.Query(check.sql(), inputs, now);
        return new RowSet.Query(SAMPLE.formatted("found"), Map.of("found", found), now);
    }

    private Map<String, RowSet> inputs(Check check) {
        Map<String, RowSet> inputs = new LinkedHashMap<>();
        check.reads().forEach((alias, table) -> inputs.put(alias, tables.apply(table)));
        return inputs;
    }

    private static Problem failed(Check check, String verb, long total, List<String> shown) {
        String rest = total > shown.size() ? ", …" : "";
        return new Problem(
                check.code(),
                check.severity(),
                check.place(),
                cannot(check, verb) + check.words().clause(total) + ": " + String.join(", ", shown) + rest,
                check.hint());
    }

    private static Problem broken(Check check, String verb, InvalidException failure) {
        Problem cause = failure.problems().get(0);
        return new Problem(
                "test-broken",
                Severity.ERROR,
                check.place(),
                cannot(check, verb) + check.name() + " does not run: " + cause.message(),
                cause.hint());
    }

    private static String cannot(Check check, String verb) {
        return "Cannot " + verb + check.model().map(model -> " " + model).orElse("") + ": ";
    }

    private static String row(Rows rows, int columns) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < Math.min(columns, SHOWN_COLUMNS); i++) {
            values.add(rows.schema().columns().get(i).name() + "=" + shown(rows.value(i)));
        }
        return "(" + String.join(", ", values) + (columns > SHOWN_COLUMNS ? ", …)" : ")");
    }

    private static String shown(@Nullable Object value) {
        if (value == null) {
            return "NULL";
        }
        String text = value.toString();
        return text.length() > SHOWN_CHARACTERS ? text.substring(0, SHOWN_CHARACTERS) + "…" : text;
    }
}
