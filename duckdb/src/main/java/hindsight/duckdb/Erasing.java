package hindsight.duckdb;

import hindsight.history.CommitKind;
import hindsight.history.Erasure;
import hindsight.history.LogicVersion;
import hindsight.history.StagedDiff;
import hindsight.history.StagedTable;
import hindsight.history.Store;
import hindsight.history.TableMemory;
import hindsight.sql.Literal;
import hindsight.time.Timeline;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Rewrites history in a copy of the warehouse. What commits were remembered with before is kept aside, and those that differ go to the record. */
final class Erasing implements Erasure {
    private static final String FORMER = "memory.stage.former";
    private static final String SUM =
            "(SELECT table_id, branch, seq AS of_seq, added, retracted, \"rows\", digest_high, digest_low FROM %s)";

    private final Session session;
    private final Logs logs;
    private final Sealing sealing;
    private final Map<Integer, TableMemory> rewritten = new HashMap<>();
    private final Map<Integer, Long> nextRvid = new HashMap<>();
    private final Set<Integer> sealed = new HashSet<>();
    private final Map<Integer, Long> pruned = new HashMap<>();

    Erasing(Session session, Logs logs, Sealing sealing) {
        this.session = session;
        this.logs = logs;
        this.sealing = sealing;
        session.execute("CREATE OR REPLACE TABLE " + FORMER + " AS FROM w.hindsight.table_sum");
    }

    @Override
    public List<Step> steps() {
        Map<Long, Set<Integer>> written = new HashMap<>();
        Map<Long, Set<Integer>> reflected = new HashMap<>();
        for (String table : List.of("table_sum", "table_version", "model_state")) {
            session.list(
                    "SELECT seq, table_id FROM w.hindsight." + table,
                    row -> (table.equals("model_state") ? reflected : written)
                            .computeIfAbsent(row.getLong(1), seq -> new HashSet<>())
                            .add(row.getInt(2)));
        }
        Branches branches = new Branches(session, true);
        record Made(long seq, int branch, CommitKind kind, Instant clock) {}
        return session
                .list(
                        "SELECT seq, branch, kind, context FROM w.hindsight.commit ORDER BY seq",
                        row -> new Made(
                                row.getLong(1),
                                row.getInt(2),
                                CommitKind.valueOf(row.getString(3)),
                                MetadataJson.context(row.getString(4)).clock()))
                .stream()
                .map(made -> new Step(
                        made.seq(),
                        branches.line(made.branch()),
                        made.kind(),
                        made.clock(),
                        written.getOrDefault(made.seq(), Set.of()),
                        reflected.getOrDefault(made.seq(), Set.of())))
                .toList();
    }

    @Override
    public void remove(TableMemory source, StagedTable versions) {
        List<String> places = new ArrayList<>(
                List.of(Physical.plus(source.id()), Physical.minus(source.id()), Physical.head(source.id())));
        if (logs.isSealed(source.id())) {
            places.add(Physical.segments(source.id()));
        }
        for (String place : places) {
            session.data("DELETE FROM " + place + " WHERE rvid IN (SELECT _version FROM " + versions.handle() + ")");
        }
    }

    @Override
    public void recount(Step step, TableMemory source, Store.Fingerprint total) {
        String counted = "(SELECT count(*) FROM %s WHERE seq = " + step.seq() + ")";
        session.execute(
                "UPDATE w.hindsight.table_sum SET added = %s, retracted = %s, \"rows\" = %d, digest_high = %d, digest_low = %d WHERE table_id = %d AND seq = %d"
                        .formatted(
                                counted.formatted(logs.added(source.id())),
                                counted.formatted(logs.retracted(source.id())),
                                total.rows(),
                                total.digest().high(),
                                total.digest().low(),
                                source.id(),
                                step.seq()));
    }

    @Override
    public void forget(TableMemory model) {
        int table = model.id();
        if (logs.isSealed(table)) {
            sealed.add(table);
            session.execute("DROP TABLE " + Physical.segments(table));
        }
        pruned.put(table, logs.prunedUpTo(table));
        for (String log : List.of(Physical.plus(table), Physical.minus(table), Physical.head(table))) {
            session.data("CREATE OR REPLACE TABLE " + log + " AS FROM " + log + " LIMIT 0");
        }
        for (String record : List.of("sealed", "pruned", "table_sum")) {
            session.execute("DELETE FROM w.hindsight." + record + " WHERE table_id = " + table);
        }
        rewritten.put(table, model);
        logs.forget();
    }

    @Override
    public boolean write(Step step, Optional<TableMemory> before, TableMemory shape, StagedTable wanted) {
        long first = nextRvid.getOrDefault(shape.id(), 1L);
        StagedDiff diff = diff(step, before, shape, wanted);
        Timeline<Integer> versions = shape.model()
                .map(model -> model.inForce().map(LogicVersion::number))
                .orElse(Timeline.always(0));
        List<String> names = shape.definition().schema().names();
        String logic = LogicWriter.version(shape, versions, column -> DiffTable.fresh(names.indexOf(column)));
        new TableWriter(session, step.line(), step.seq()).writeLogs(shape, diff, first, logic);
        boolean changed = diff.added() + diff.retracted() > 0;
        Store.Fingerprint total = new RowSummer(session).of(shape.definition(), "FROM " + wanted.handle());
        boolean rehashed = !before.map(TableMemory::digest).equals(Optional.of(total.digest()));
        if (changed || rehashed || step.written().contains(shape.id())) {
            nextRvid.put(shape.id(), first + diff.rows());
            session.execute("INSERT INTO w.hindsight.table_sum VALUES (%d, %d, %d, %d, %d, %d, %d, %d, %d)"
                    .formatted(
                            shape.id(),
                            step.line().id(),
                            step.seq(),
                            diff.added(),
                            diff.retracted(),
                            total.rows(),
                            total.digest().high(),
                            total.digest().low(),
                            first + diff.rows()));
        }
        session.execute("DROP TABLE " + wanted.handle() + " CASCADE");
        return changed;
    }

    private StagedDiff diff(Step step, Optional<TableMemory> before, TableMemory shape, StagedTable wanted) {
        StateSql history = new StateSql(logs);
        Diffing diffing = new Diffing(
                session,
                table -> "(" + history.storedAsOf(table, step.seq() - 1, "p.rvid" + Physical.shapedColumns(table, "p"))
                        + ")");
        return before.filter(table -> table.rows() > 0)
                .map(table -> diffing.snapshot(table, shape.definition(), wanted))
                .orElseGet(() -> diffing.initial(shape.definition(), wanted));
    }

    @Override
    public void reflect(Step step, TableMemory model) {
        session.execute("INSERT INTO w.hindsight.model_state VALUES (%d, %d, %d, %d, %s)"
                .formatted(
                        model.id(),
                        step.line().id(),
                        step.seq(),
                        step.seq(),
                        Literal.timestamp(step.clock().atOffset(ZoneOffset.UTC).toLocalDateTime())));
    }

    @Override
    public void finish(long seq, Map<Integer, Long> sources, String author) {
        sources.forEach((table, versions) ->
                session.execute("INSERT INTO w.hindsight.erased VALUES (%d, %d, %d)".formatted(seq, table, versions)));
        rewritten
                .keySet()
                .forEach(table ->
                        session.execute("INSERT INTO w.hindsight.erased VALUES (%d, %d, 0)".formatted(seq, table)));
        session.execute("INSERT INTO w.hindsight.erased_sum SELECT " + seq + ", * FROM (" + SUM.formatted(FORMER)
                + " EXCEPT " + SUM.formatted("w.hindsight.table_sum") + ")");
        for (TableMemory model : rewritten.values()) {
            if (sealed.contains(model.id())) {
                sealing.seal(model, author);
            }
            long upTo = pruned.getOrDefault(model.id(), 0L);
            if (upTo > 0) {
                sealing.prune(model, upTo, author);
            }
        }
        session.execute("DROP TABLE " + FORMER);
    }

    /** What a commit erased, by table. */
    static List<Erased> of(Session session, long seq) {
        Map<Integer, List<Long>> commits = new HashMap<>();
        session.list(
                "SELECT table_id, of_seq FROM w.hindsight.erased_sum WHERE seq = " + seq + " ORDER BY of_seq",
                row -> commits.computeIfAbsent(row.getInt(1), table -> new ArrayList<>())
                        .add(row.getLong(2)));
        return session.list(
                """
                SELECT v.name, e.versions, e.table_id FROM (FROM w.hindsight.erased WHERE seq = %d) e JOIN
                  (SELECT table_id, arg_max(name, seq) AS name FROM w.hindsight.table_version GROUP BY table_id) v ON v.table_id = e.table_id
                ORDER BY e.versions = 0, v.name""".formatted(seq),
                row -> new Erased(row.getString(1), row.getLong(2), commits.getOrDefault(row.getInt(3), List.of())));
    }
}
