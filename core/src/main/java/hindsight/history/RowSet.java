package hindsight.history;

import hindsight.schema.Column;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Rows that a query can read, as a value: reading starts only when an engine is asked to. */
public sealed interface RowSet {
    /** The rows of a table as remembered: {@code seq} is the commit to read as of, at least {@code table.changedAt()} for head. */
    record Stored(TableMemory table, long seq) implements RowSet {}

    /** The rows of a table at a commit as its history alone gives them, its head left aside: what verifying compares with. */
    record Replayed(TableMemory table, long seq) implements RowSet {}

    /** All row versions that a table ever had, on any branch: its columns as of {@code table} and {@code _version}. */
    record Ever(TableMemory table) implements RowSet {}

    /** Rows in scratch space. */
    record Staged(StagedTable table) implements RowSet {}

    /** The rows of a table at a commit, with {@code _version} as {@link Head} has it. */
    record Past(TableMemory table, long seq) implements RowSet {}

    /** The rows of a table's head, with {@code _version} (BIGINT) behind its columns, which no two rows share. */
    record Head(TableMemory table) implements RowSet {}

    /**
     * Row versions of a table that are there after commit {@code upTo} and were not after commit {@code after}, or the other way round: its
     * columns as of {@code table}, {@code _weight} (1 or -1) and {@code _version}. Versions may be alike; see {@link NetDiff}.
     */
    record Versions(TableMemory table, long after, long upTo) implements RowSet {}

    /**
     * A staged diff in the shape of {@link Versions}; added rows have no version yet.
     *
     * @param leftBehind columns that the table had and the definition does not carry on, which come after those of the definition; named
     *     as they are to be
     */
    record StagedVersions(TableDefinition definition, StagedDiff diff, List<StoredColumn> leftBehind)
            implements RowSet {
        public StagedVersions {
            leftBehind = List.copyOf(leftBehind);
        }

        public StagedVersions(TableDefinition definition, StagedDiff diff) {
            this(definition, diff, List.of());
        }
    }

    /** The rows of a state of a model, with {@code _version}. */
    record State(TableMemory model, int number) implements RowSet {}

    /** The rows of a table with a diff on top that is not yet published. */
    record Changed(TableMemory table, long seq, StagedDiff diff) implements RowSet {}

    /**
     * The net diff of a table over commits {@code after < seq <= upTo}: its columns as of {@code table}, then {@code _weight}
     * (BIGINT, negative for retracted rows).
     */
    record NetDiff(TableMemory table, long after, long upTo) implements RowSet {}

    /**
     * Every recorded change of a table over commits {@code after < seq <= upTo}: {@code _seq}, {@code _weight} (1 or -1), then its
     * columns as of {@code table}.
     */
    record Log(TableMemory table, long after, long upTo) implements RowSet {}

    /** Recorded changes as in {@link Log}; such as cancel each other may be missing. */
    record Changes(TableMemory table, long after, long upTo) implements RowSet {}

    /**
     * What a SELECT gives.
     *
     * @param sql one SELECT
     * @param inputs by the name under which the text refers to them
     * @param clock what it sees as now
     */
    record Query(String sql, Map<String, RowSet> inputs, Instant clock) implements RowSet {
        public Query {
            inputs = Map.copyOf(inputs);
        }
    }

    /**
     * What a SELECT gives that was written by us, so that its columns are known and no name in it means anything but an input.
     *
     * @param sql one SELECT
     * @param columns of its rows
     * @param inputs by the name under which it refers to them
     * @param clock what it sees as now
     */
    record Derived(String sql, List<Column> columns, Map<String, RowSet> inputs, Instant clock) implements RowSet {
        public Derived {
            columns = List.copyOf(columns);
            inputs = Map.copyOf(inputs);
        }

        /** As a text of anybody. */
        public Query asQuery() {
            return new Query(sql, inputs, clock);
        }
    }
}
