package hindsight.duckdb;

import hindsight.engine.Access;
import hindsight.history.Commit;
import hindsight.history.Draft;
import hindsight.history.ExportFormat;
import hindsight.history.LoadDiffs;
import hindsight.history.LoadedFile;
import hindsight.history.Memory;
import hindsight.history.ModelRun;
import hindsight.history.RowSet;
import hindsight.history.Rows;
import hindsight.history.StagedDiff;
import hindsight.history.StagedTable;
import hindsight.history.StateMemory;
import hindsight.history.Store;
import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import hindsight.schema.Schema;
import hindsight.sql.Literal;
import hindsight.time.Position;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The warehouse while this process holds it. */
final class DuckStore implements Store {
    private final Session session;
    private final WarehouseFile file;
    private final Clock clock;
    private final boolean present;
    private final CommitLog log;
    private final Scopes scopes;
    private final Diffing diffing;
    private @Nullable Memory head;
    private @Nullable List<StateWriter.Registered> states;

    /** @param present whether a warehouse is attached; without one there is nothing to remember yet */
    private DuckStore(Session session, WarehouseFile file, Clock clock, boolean present) {
        this.session = session;
        this.file = file;
        this.clock = clock;
        this.present = present;
        this.log = new CommitLog(session);
        this.scopes = new Scopes(session, clock.getZone(), this::headTable);
        this.diffing = new Diffing(session);
    }

    /** @param clock by which commits are timed, in the zone in which SQL reads the clock */
    static DuckStore hold(Session session, WarehouseFile file, Access access, Clock clock) {
        if (access == Access.READ && !file.exists()) {
            return new DuckStore(session, file, clock, false);
        }
        file.attach(access);
        try {
            new WarehouseFormat(session).check();
            return new DuckStore(session, file, clock, true);
        } catch (RuntimeException e) {
            file.detachAfter(e);
            throw e;
        }
    }

    @Override
    public long resolve(Position position) {
        if (present) {
            return log.resolve(position);
        }
        boolean readable = position instanceof Position.Head || position instanceof Position.Moment;
        if (!readable && !position.equals(new Position.Version(0))) {
            throw new InvalidException(Problem.error(
                    "no-warehouse",
                    "Cannot look back: nothing is remembered yet",
                    "Begin with hindsight load or hindsight run"));
        }
        return 0;
    }

    @Override
    public Memory memory(long seq) {
        if (!present || seq == 0) {
            return Memory.EMPTY;
        }
        Memory known = head();
        return seq == known.seq() ? known : new MemoryReader(session).read(seq);
    }

    @Override
    public List<Commit> log(int limit) {
        return present ? log.list("true", limit) : List.of();
    }

    @Override
    public Optional<Commit> commit(long seq) {
        return present ? log.list("seq = " + seq, 1).stream().findFirst() : Optional.empty();
    }

    @Override
    public List<LoadedFile> loadedFiles(String source) {
        return head().table(source)
                .map(table -> log.loadedFiles(table.id(), table.name()))
                .orElse(List.of());
    }

    @Override
    public List<FileChange> fileChanges(long after, long upTo) {
        return present ? log.fileChanges(after, upTo) : List.of();
    }

    @Override
    public OptionalLong undoneBy(long seq) {
        return present ? log.undoneBy(seq) : OptionalLong.empty();
    }

    @Override
    public List<LocalDateTime> statedDates(TableMemory source) {
        return log.statedDates(source.id());
    }

    @Override
    public void tag(String name, long seq) {
        session.execute("BEGIN");
        session.execute("DELETE FROM w.hindsight.tag WHERE name = " + Literal.string(name));
        String now = Literal.timestamp(clock.instant().atOffset(ZoneOffset.UTC).toLocalDateTime());
        session.execute("INSERT INTO w.hindsight.tag VALUES (" + Literal.string(name) + ", " + seq + ", " + now + ")");
        session.execute("COMMIT");
    }

    @Override
    public Map<String, Long> tags() {
        return present ? log.tags() : Map.of();
    }

    @Override
    public long bytes() {
        return file.bytes();
    }

    @Override
    public LoadDiffs loads() {
        return diffing;
    }

    @Override
    public Rows rows(RowSet relation) {
        return session.rows(scopes.select(relation), "run the query");
    }

    @Override
    public void export(RowSet relation, Path target, ExportFormat format) {
        String options = switch (format) {
            case CSV -> "FORMAT csv, HEADER true, DELIMITER ',', NULLSTR ''";
            case PARQUET -> "FORMAT parquet";
        };
        session.countDataStatement();
        session.userStatement(
                "COPY (%s) TO %s (%s)".formatted(scopes.select(relation), Literal.string(target.toString()), options),
                "run the query");
    }

    @Override
    public long changed(RowSet.Versions versions) {
        List<Long> commits = session.list(
                "SELECT added + retracted FROM w.hindsight.table_sum WHERE branch = 0 AND table_id = "
                        + versions.table().id() + " AND seq > " + versions.after() + " AND seq <= " + versions.upTo(),
                row -> row.getLong(1));
        if (commits.size() <= 1) {
            return commits.stream().mapToLong(rows -> rows).sum();
        }
        session.countDataStatement();
        return session.one("SELECT count(*) FROM (" + scopes.select(versions) + ")", row -> row.getLong(1));
    }

    @Override
    public StagedTable stage(RowSet relation) {
        String name = "memory.stage." + session.freshName("rows");
        session.countDataStatement();
        long rows = session.userStatement("CREATE TABLE " + name + " AS " + scopes.select(relation), "run the query");
        List<Column> columns = relation instanceof RowSet.Derived derived
                ? derived.columns()
                : session.list("DESCRIBE " + name, row -> new Column(row.getString(1), new DataType(row.getString(2))));
        return new StagedTable(name, new Schema(columns), rows);
    }

    @Override
    public StagedDiff net(TableMemory table, TableDefinition definition, StagedTable wanted) {
        boolean stored = !table.isView() && table.rows() > 0;
        return stored ? diffing.snapshot(table, definition, wanted) : diffing.initial(definition, wanted);
    }

    @Override
    public Optional<StagedDiff> change(TableMemory table, TableDefinition definition, RowSet rows) {
        return diffing.change(table, definition, scopes.select(rows));
    }

    @Override
    public Optional<StagedDiff> netWithin(
            TableMemory table, TableDefinition definition, StagedTable rows, StagedTable keys, List<String> columns) {
        return diffing.within(table, definition, rows, keys, columns);
    }

    @Override
    public StagedDiff initial(TableDefinition definition, StagedTable rows) {
        return diffing.initial(definition, rows);
    }

    @Override
    public boolean differs(TableMemory table, long after, long upTo, Set<String> columns) {
        return ColumnDiffSql.answer(session, ColumnDiffSql.ofLog(table, after, upTo, columns));
    }

    @Override
    public boolean differs(TableDefinition definition, StagedDiff diff, Set<String> columns) {
        return ColumnDiffSql.counted(definition, diff, columns)
                .orElseGet(() -> ColumnDiffSql.answer(session, ColumnDiffSql.ofStaged(definition, diff, columns)));
    }

    @Override
    public long publish(Draft draft) {
        long seq = new Publisher(session, clock::instant).publish(draft, head());
        head = null;
        states = null;
        return seq;
    }

    @Override
    public Fingerprint fingerprint(TableDefinition definition, RowSet rows) {
        return new RowSummer(session).of(definition, scopes.select(rows));
    }

    @Override
    public boolean same(TableDefinition definition, RowSet one, RowSet other) {
        return new RowSummer(session).same(definition, scopes.select(one), scopes.select(other));
    }

    @Override
    public List<@Nullable Object> only(RowSet query) {
        session.countDataStatement();
        return session.userOne(scopes.select(query), DuckRows::values);
    }

    @Override
    public List<StateMemory> states(TableMemory model) {
        List<StateWriter.Registered> known = states;
        if (known == null) {
            known = StateWriter.registry(session);
            states = known;
        }
        return StateWriter.states(known, model);
    }

    @Override
    public List<ModelRun> runs(TableMemory model) {
        return session.list(
                """
                SELECT maintained, millis, "read", changed FROM w.hindsight.model_run WHERE branch = 0 AND table_id = %d
                QUALIFY row_number() OVER (PARTITION BY maintained ORDER BY seq DESC) <= 5""".formatted(model.id()),
                row -> new ModelRun(row.getBoolean(1), row.getLong(2), row.getLong(3), row.getLong(4)));
    }

    @Override
    public void dropStates(TableMemory model) {
        StateWriter.drop(session, model.id());
        states = null;
    }

    @Override
    public void rebuildHead(TableMemory table) {
        String columns = table.columns().stream()
                .map(column -> ", " + Physical.logColumn(column, "p") + " AS " + Physical.headColumn(column))
                .reduce("", String::concat);
        session.data("CREATE OR REPLACE TABLE " + Physical.head(table.id()) + " AS SELECT p.rvid" + columns + " FROM "
                + Physical.plus(table.id()) + " p ANTI JOIN " + Physical.minus(table.id()) + " m ON p.rvid = m.rvid");
    }

    @Override
    public void close() {
        scopes.close();
        if (present) {
            file.detach();
        }
    }

    private Memory head() {
        Memory known = head;
        if (known == null) {
            known = present ? new MemoryReader(session).read(log.head()) : Memory.EMPTY;
            head = known;
        }
        return known;
    }

    private @Nullable TableMemory headTable(int id) {
        return head().tables().values().stream()
                .filter(table -> table.id() == id)
                .findFirst()
                .orElse(null);
    }
}
