package hindsight.run;

import hindsight.history.RowSet;
import hindsight.history.StagedDiff;
import hindsight.history.StagedTable;
import hindsight.history.Store;
import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.problem.DefectException;
import hindsight.project.Effective;
import hindsight.project.LoadKind;
import hindsight.schema.DataType;
import hindsight.sql.Identifier;
import hindsight.sql.Literal;
import hindsight.time.EffectiveRange;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a load does to a source with periods. Its rows speak about portions of effective time: each about its own period, or those of a
 * snapshot about all keys from its date to that of the next snapshot. What head says there makes way; elsewhere it stays.
 */
final class PeriodDiff {
    private static final String ROWS = "rows";
    private static final String HEAD = "head";
    /** A snapshot that ends more than one key of so many is suspicious. */
    private final Store store;

    private final SourceLoad load;
    private final TableDefinition definition;
    private final Effective.Period period;
    private final Instant clock;

    PeriodDiff(Store store, SourceLoad load, Instant clock) {
        this.store = store;
        this.load = load;
        this.definition = load.definition();
        this.period = definition.period().orElseThrow();
        this.clock = clock;
    }

    /** The rows of a source that has none yet. */
    StagedTable first() {
        Optional<EffectiveRange> range = load.date().map(date -> new EffectiveRange(date, null));
        StagedTable portions =
                range.map(whole -> portions(whole, Optional.empty())).orElseGet(load::rows);
        return store.loads().versions(Optional.empty(), definition, portions, rows(range));
    }

    /**
     * The diff of a source that has rows.
     *
     * @param head its rows, under the columns that it has from now on
     * @throws hindsight.problem.RefusedException when a snapshot ends too many keys and that is {@link ManyDeletes#REFUSED}
     */
    StagedDiff diff(TableMemory table, RowSet head, ManyDeletes deletes) {
        Optional<EffectiveRange> range = load.date().map(date -> upToNext(date, table));
        if (deletes != ManyDeletes.ALLOWED) {
            range.ifPresent(stated -> checkEnded(stated, head, deletes));
        }
        StagedTable portions =
                range.map(stated -> portions(stated, Optional.of(head))).orElseGet(load::rows);
        StagedTable versions = store.loads().versions(Optional.of(table), definition, portions, rows(range));
        List<String> entity = definition.entity();
        StagedTable keys = stage(
                "SELECT DISTINCT " + Identifier.list(entity) + " FROM rows", Map.of(ROWS, new RowSet.Staged(portions)));
        return store.netWithin(table, definition, versions, keys, entity)
                .orElseThrow(() -> new DefectException("Periods of " + table.name() + " that were cut are not sound"));
    }

    private EffectiveRange upToNext(LocalDateTime date, TableMemory table) {
        return new EffectiveRange(
                date,
                store.statedDates(table).stream()
                        .filter(other -> other.isAfter(date))
                        .findFirst()
                        .orElse(null));
    }

    /** What is to be said in the portions. */
    private StagedTable rows(Optional<EffectiveRange> range) {
        Map<String, RowSet> rows = Map.of(ROWS, new RowSet.Staged(load.rows()));
        if (range.isPresent()) {
            return stage("SELECT * REPLACE (" + ends(range.get()) + ") FROM rows", rows);
        }
        return load.source().kind() == LoadKind.CHANGES ? stage("FROM rows WHERE op <> 'D'", rows) : load.rows();
    }

    /** One portion for each key that a snapshot has or, by lacking it, ends. */
    private StagedTable portions(EffectiveRange range, Optional<RowSet> head) {
        String entity = Identifier.list(definition.entity());
        String rows = "SELECT " + entity + " FROM rows";
        String all = head.isEmpty() ? rows : rows + " UNION ALL SELECT " + entity + " FROM head WHERE " + meets(range);
        return stage("SELECT DISTINCT " + entity + ", " + ends(range) + " FROM (" + all + ")", inputs(head));
    }

    private void checkEnded(EffectiveRange range, RowSet head, ManyDeletes deletes) {
        String entity = Identifier.list(definition.entity());
        String held = "SELECT DISTINCT " + entity + " FROM head WHERE " + meets(range);
        List<?> counts = store.only(new RowSet.Query(
                "SELECT (SELECT count(*) FROM (" + held + ") held ANTI JOIN rows USING (" + entity
                        + ")), count(*) FROM (" + held + ")",
                inputs(Optional.of(head)),
                clock));
        long gone = Numbers.whole(counts.get(0));
        long all = Numbers.whole(counts.get(1));
        if (ManyDeletes.isMany(gone, all)) {
            deletes.found(
                    load, String.format(Locale.ROOT, "ends %,d of %,d keys (%d %%)", gone, all, 100 * gone / all));
        }
    }

    /** Whether a row of head says something about a range. */
    private String meets(EffectiveRange range) {
        String to = Identifier.quote(period.to());
        String begun = range.to() == null ? "" : " AND " + Identifier.quote(period.from()) + " < " + moment(range.to());
        return "(" + to + " IS NULL OR " + to + " > " + moment(load.date().orElseThrow()) + ")" + begun;
    }

    private String ends(EffectiveRange range) {
        String to = range.to() == null ? "CAST(NULL AS " + type().text() + ")" : moment(range.to());
        return moment(load.date().orElseThrow()) + " AS " + Identifier.quote(period.from()) + ", " + to + " AS "
                + Identifier.quote(period.to());
    }

    private String moment(LocalDateTime value) {
        return "CAST(" + Literal.timestamp(value) + " AS " + type().text() + ")";
    }

    private DataType type() {
        return definition.schema().column(period.from()).orElseThrow().type();
    }

    private Map<String, RowSet> inputs(Optional<RowSet> head) {
        RowSet rows = new RowSet.Staged(load.rows());
        return head.map(there -> Map.of(ROWS, rows, HEAD, there)).orElseGet(() -> Map.of(ROWS, rows));
    }

    private StagedTable stage(String sql, Map<String, RowSet> inputs) {
        return store.stage(new RowSet.Query(sql, inputs, clock));
    }
}
