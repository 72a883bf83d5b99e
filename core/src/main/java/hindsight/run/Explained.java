package hindsight.run;

import hindsight.history.RowSet;
import hindsight.history.RowShape;
import hindsight.history.RowSteps;
import hindsight.history.Rows;
import hindsight.history.StagedTable;
import hindsight.history.Store;
import hindsight.run.Explain.Effect;
import hindsight.schema.Schema;
import hindsight.sql.Identifier;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A difference told apart by its effects. To be read while the warehouse is held. */
public final class Explained {
    private static final String PAIRED = """
            SELECT NOT EXISTS (SELECT 1 FROM changes GROUP BY %s, sign(_weight) HAVING sum(abs(_weight)) > 1)""";

    private final Store store;
    private final Instant clock;
    private final Parts parts;
    private final StagedChanges whole;
    private final Map<Effect, StagedChanges> effects = new EnumMap<>(Effect.class);
    private final Schema columns;

    /**
     * The net diffs.
     *
     * @param effects of each effect that was told apart, with the same columns
     * @param reason why there is only one, as a clause; empty where rows were computed
     */
    record Parts(StagedTable whole, Map<Effect, StagedTable> effects, Optional<String> reason) {}

    Explained(Store store, StagedChanges.Subject subject, Parts parts, Instant clock) {
        this.store = store;
        this.clock = clock;
        this.parts = parts;
        this.whole = new StagedChanges(store, subject, parts.whole(), clock);
        boolean paired = !subject.key().isEmpty()
                && parts.effects().values().stream().allMatch(diff -> isPaired(diff, subject.key()));
        StagedChanges.Subject each = paired ? subject : subject.unpaired();
        parts.effects().forEach((effect, diff) -> effects.put(effect, new StagedChanges(store, each, diff, clock)));
        this.columns = effects.values().iterator().next().summary().schema();
    }

    /** Between old logic and new data, a key need not name one row. */
    private boolean isPaired(StagedTable diff, List<String> key) {
        RowSet question = new RowSet.Query(
                PAIRED.formatted(Identifier.list(key)), Map.of("changes", new RowSet.Staged(diff)), clock);
        return Boolean.TRUE.equals(store.only(question).get(0));
    }

    /** The difference itself. */
    public Diff.Summary whole() {
        return whole.summary();
    }

    /** What each effect comes to. Those that are missing come to nothing. */
    public Map<Effect, Diff.Summary> effects() {
        Map<Effect, Diff.Summary> summaries = new EnumMap<>(Effect.class);
        effects.forEach((effect, changes) -> summaries.put(effect, changes.summary()));
        return Collections.unmodifiableMap(summaries);
    }

    /** By effect, in how many changed rows each column differs, where it does. */
    public Map<Effect, Map<String, Long>> changedCells() {
        Map<Effect, Map<String, Long>> cells = new EnumMap<>(Effect.class);
        effects.forEach((effect, changes) -> cells.put(effect, changes.changedCells()));
        return Collections.unmodifiableMap(cells);
    }

    /** Why all is of one effect, as a clause; empty where rows were computed to tell. */
    public Optional<String> reason() {
        return parts.reason();
    }

    /** Which columns rows have, and which of them name a row; none where no columns do. */
    public RowShape shape() {
        return effects.values().iterator().next().summary().shape();
    }

    /** The columns of rows, with their types. */
    public Schema columns() {
        return columns;
    }

    /** Gives the rows: the number of the effect as {@code _seq}, {@code _weight}, then the columns; ordered by effect and key. */
    public <T> T rows(OptionalLong limit, Function<Rows, T> reader) {
        try (Rows rows = store.rows(changes(queries().rows(columns.names(), limit)))) {
            return reader.apply(rows);
        }
    }

    /** Gives what became of each row whose columns are named by a key, ordered by it. */
    public <T> T byKey(Function<Iterator<ExplainedRow>, T> reader) {
        try (Rows rows = store.rows(changes(queries().steps(columns.names(), OptionalLong.empty())))) {
            return reader.apply(ExplainedRow.grouped(new RowSteps(new RowChanges(rows), shape())));
        }
    }

    private DiffQueries queries() {
        return new DiffQueries(shape().keyNames(), true);
    }

    private RowSet changes(String sql) {
        Map<String, RowSet> diffs = new HashMap<>();
        String all = parts.effects().entrySet().stream()
                .map(part -> {
                    String name = part.getKey().name();
                    diffs.put(name, new RowSet.Staged(part.getValue()));
                    return "SELECT CAST(" + part.getKey().number() + " AS BIGINT) AS _seq, * FROM " + name;
                })
                .collect(Collectors.joining("\nUNION ALL BY NAME\n"));
        return new RowSet.Query(sql, Map.of(DiffQueries.CHANGES, new RowSet.Query(all, diffs, clock)), clock);
    }
}
