package hindsight.duckdb;

import hindsight.engine.Access;
import hindsight.history.Ancestry;
import hindsight.history.Branch;
import hindsight.history.ChunkFile;
import hindsight.history.Commit;
import hindsight.history.Draft;
import hindsight.history.ExportFormat;
import hindsight.history.Keeping;
import hindsight.history.Line;
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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The warehouse while this process holds it, on one branch. */
final class DuckStore implements Store {
    private final Session session;
    private final WarehouseFile file;
    private final Clock clock;
    private final boolean present;
    private final ChunkFiles chunks;
    private final Branches branches;
    private final Line line;
    private final CommitLog log;
    private final Logs logs;
    private final StateSql history;
    private final Scopes scopes;
    private final Diffing diffing;
    private final HeadMemories heads;
    private @Nullable List<StateWriter.Registered> states;
    /** Whether nothing but branches and tags was written: a few rows that are as quickly read again as folded into the file. */
    private boolean unfolded;

    /**
     * What a store works on.
     *
     * @param heads what this process read of heads since it last wrote
     */
    record Disk(WarehouseFile warehouse, ChunkFiles chunks, Map<Line, Memory> heads) {}

    /** @param present whether a warehouse is attached; without one there is nothing to remember yet */
    private DuckStore(Session session, Disk files, Clock clock, boolean present, String branch) {
        this.session = session;
        this.heads = new HeadMemories(session, present, files.heads());
        this.file = files.warehouse();
        this.chunks = files.chunks();
        this.clock = clock;
        this.present = present;
        this.branches = new Branches(session, present);
        this.line = branches.line(branch);
        this.log = new CommitLog(session, line);
        this.logs = Logs.of(session);
        this.history = new StateSql(logs);
        Heads physical = new Heads(session, () -> heads.of(Line.MAIN), logs);
        this.scopes = new Scopes(session, clock.getZone(), this::newest, history, physical);
        this.diffing = new Diffing(session, physical::of);
    }

    /** @param clock by which commits are timed, in the zone in which SQL reads the clock */
    static DuckStore hold(Session session, Disk files, Access access, Clock clock, String branch) {
        WarehouseFile file = files.warehouse();
        if ((access == Access.READ || !branch.equals(Line.MAIN.branch())) && !file.exists()) {
            return new DuckStore(session, files, clock, false, branch);
        }
        file.attach(access);
        try {
            new WarehouseFormat(session).check();
            return new DuckStore(session, files, clock, true, branch);
        } catch (RuntimeException e) {
            file.detachAfter(e);
            throw e;
        }
    }

    @Override
    public Line line() {
        return line;
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
    public Memory memory(Line wanted, long seq) {
        if (!present || seq == 0) {
            return Memory.EMPTY;
        }
        Memory known = heads.of(wanted);
        return seq == known.seq() ? known : new MemoryReader(session, wanted).read(seq);
    }

    @Override
    public Line line(String branch) {
        return branches.line(branch);
    }

    @Override
    public Line line(int branch) {
        return branches.line(branch);
    }

    @Override
    public long head(Line wanted) {
        return heads.of(wanted).seq();
    }

    @Override
    public List<Ancestry.Merge> merges() {
        return present ? log.merges() : List.of();
    }

    @Override
    public List<Branch> branches() {
        return present ? branches.list() : List.of();
    }

    @Override
    public void fork(String branch, long seq) {
        branches.fork(line, branch, seq, clock.instant());
        unfolded = true;
    }

    @Override
    public void dropBranch(String branch) {
        branches.drop(branch);
        unfolded = true;
    }

    @Override
    public List<Commit> log(int limit) {
        return present ? log.list(limit) : List.of();
    }

    @Override
    public Optional<Commit> commit(long seq) {
        return present
                ? log.branch(seq).flatMap(branch -> new CommitLog(session, branches.line(branch)).commit(seq))
                : Optional.empty();
    }

    @Override
    public List<LoadedFile> loadedFiles(String source) {
        return heads.of(line)
                .table(source)
                .map(table -> log.loadedFiles(table.id(), table.name()))
                .orElse(List.of());
    }

    @Override
    public List<FileChange> fileChanges(Line wanted, long after, long upTo) {
        return present ? new CommitLog(session, wanted).fileChanges(after, upTo) : List.of();
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
        log.tag(name, seq, clock.instant());
        unfolded = true;
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
        List<Long> commits = log.changes(versions);
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
        return ColumnDiffSql.answer(session, ColumnDiffSql.ofLog(history, table, after, upTo, columns));
    }

    @Override
    public boolean differs(TableDefinition definition, StagedDiff diff, Set<String> columns) {
        return ColumnDiffSql.counted(definition, diff, columns)
                .orElseGet(() -> ColumnDiffSql.answer(session, ColumnDiffSql.ofStaged(definition, diff, columns)));
    }

    @Override
    public long publish(Draft draft) {
        Line own = branches.line(draft.branch());
        long seq = new Publisher(session, own, clock::instant).publish(draft, heads.of(own));
        heads.clear();
        logs.forget();
        states = null;
        unfolded = false;
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
    public Map<Integer, List<ModelRun>> runs(Line line) {
        return log.runs(line);
    }

    @Override
    public void dropStates(TableMemory model) {
        StateWriter.drop(session, model);
        states = null;
    }

    @Override
    public void rebuildHead(TableMemory table) {
        find(Line.MAIN, table.id())
                .filter(kept -> !kept.isView())
                .ifPresent(kept -> session.data(
                        "CREATE OR REPLACE TABLE " + Physical.head(kept.id()) + " AS " + history.inShapeOfHead(kept)));
    }

    @Override
    public Keeping keeping() {
        return new Sealing(session, logs, clock::instant);
    }

    @Override
    public void giveWay() {
        if (file.giveWay()) {
            heads.clear();
            logs.forget();
            states = null;
        }
    }

    @Override
    public ChunkFile chunks(String model) {
        return new DuckChunkFile(session, scopes, line, chunks.open(line.branch(), model));
    }

    @Override
    public void dropChunks(Collection<String> models) {
        models.forEach(model -> chunks.drop(line.branch(), model));
    }

    @Override
    public void close() {
        scopes.close();
        if (present && unfolded) {
            file.detachUnfolded();
        } else if (present) {
            file.detach();
        }
    }

    private @Nullable TableMemory newest(TableMemory table) {
        return find(table.line(), table.id()).orElse(null);
    }

    private Optional<TableMemory> find(Line wanted, int id) {
        return heads.of(wanted).tables().values().stream()
                .filter(table -> table.id() == id)
                .findFirst();
    }
}
