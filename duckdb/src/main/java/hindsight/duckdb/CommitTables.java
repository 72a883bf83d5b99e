package hindsight.duckdb;

import hindsight.history.Digest;
import hindsight.history.Evolution;
import hindsight.history.Line;
import hindsight.history.LoadedFile;
import hindsight.history.Memory;
import hindsight.history.ModelMemory;
import hindsight.history.ModelRun;
import hindsight.history.StagedDiff;
import hindsight.history.Store;
import hindsight.history.StoredColumn;
import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.history.TableRole;
import hindsight.history.TableSettings;
import hindsight.history.Update;
import hindsight.problem.DefectException;
import hindsight.schema.Name;
import hindsight.sql.Literal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tables as a commit under way has changed them so far. Lives inside the commit's transaction. */
final class CommitTables {
    private final Session session;
    private final Line line;
    private final long seq;
    private final Map<String, TableMemory> tables = new TreeMap<>();
    private final CommitRows metadata;
    private final Numbering numbering;
    private final LogicWriter logic;
    private final OpenViews views;
    private final TableWriter writer;
    private final StateWriter states;
    private final Set<String> redefined = new LinkedHashSet<>();

    CommitTables(Session session, Line line, Memory head, long seq) {
        this.session = session;
        this.line = line;
        this.seq = seq;
        this.tables.putAll(head.tables());
        this.metadata = new CommitRows(session);
        this.numbering = new Numbering(session);
        this.logic = new LogicWriter(session, seq, line, metadata);
        this.views = new OpenViews(session, line);
        this.writer = new TableWriter(session, line, seq);
        this.states = new StateWriter(session, seq);
    }

    LogicWriter logic() {
        return logic;
    }

    StateWriter states() {
        return states;
    }

    /** The table as it is now within the commit. */
    TableMemory table(String name) {
        @Nullable TableMemory table = tables.get(Name.folded(name));
        if (table == null) {
            throw new DefectException("A draft names a table that nobody defined: " + name);
        }
        return table;
    }

    /** @param heldBack what the file of a model says, where the definition says otherwise */
    void define(TableDefinition definition, Optional<TableSettings> heldBack) {
        @Nullable TableMemory before = tables.get(Name.folded(definition.name()));
        if (before == null) {
            make(definition, heldBack);
            return;
        }
        evolve(
                before,
                Evolution.of(before.columns(), numbering.nextColumn(before.id()), definition),
                definition,
                heldBack);
    }

    /** The columns that another branch added are there already, and it goes on under the same id. */
    void adopt(TableMemory other) {
        @Nullable TableMemory before = tables.get(Name.folded(other.name()));
        List<StoredColumn> old = before == null ? List.of() : before.columns();
        int next = numbering.nextColumn(other.id());
        evolve(
                before == null ? unseen(other) : before,
                Evolution.joining(old, other.columns(), next, other.definition()),
                other.definition(),
                heldBack(other));
    }

    private TableMemory unseen(TableMemory other) {
        return new TableMemory(
                other.id(),
                other.definition(),
                other.columns(),
                seq,
                0,
                0,
                Digest.EMPTY,
                Optional.empty(),
                false,
                line);
    }

    private void evolve(
            TableMemory before, Evolution evolution, TableDefinition definition, Optional<TableSettings> heldBack) {
        writer.evolve(before, evolution, definition.role());
        TableMemory after = new TableMemory(
                before.id(),
                definition,
                evolution.columns(),
                seq,
                before.changedAt(),
                before.rows(),
                before.digest(),
                before.model(),
                false,
                line);
        put(after, evolution, heldBack);
        if (evolution.rehash() && before.rows() > 0 && definition.role() != TableRole.VIEW) {
            rehash(after);
        }
    }

    private void make(TableDefinition definition, Optional<TableSettings> heldBack) {
        Evolution evolution = Evolution.begin(definition);
        int id = numbering.nextTable();
        put(
                new TableMemory(
                        id, definition, evolution.columns(), seq, 0, 0, Digest.EMPTY, Optional.empty(), false, line),
                evolution,
                heldBack);
        if (definition.role() != TableRole.VIEW) {
            writer.make(id, evolution.columns());
        }
    }

    void write(String name, StagedDiff diff, RowSums sums) {
        TableMemory table = table(name);
        long nextRvid = numbering.nextRvid(table.id());
        List<String> columns = table.definition().schema().names();
        String version = logic.inForce(table, column -> DiffTable.fresh(columns.indexOf(column)));
        writer.write(table, diff, nextRvid, version);
        long rows = table.rows() + sums.added() - sums.retracted();
        Store.Fingerprint total = new Store.Fingerprint(rows, table.digest().plus(sums.digest()));
        sum(table, sums.added(), sums.retracted(), total, nextRvid + diff.rows());
    }

    void ran(String model, ModelRun run) {
        int table = table(model).id();
        metadata.put(
                "model_run",
                Integer.toString(table),
                "%d, %d, %d, %s, %d, %d, %d"
                        .formatted(table, line.id(), seq, run.maintained(), run.millis(), run.read(), run.changed()));
    }

    void takeFile(LoadedFile file, long weight) {
        String values = "%d, %d, %d, %s, %s, %s, %d, %s"
                .formatted(
                        table(file.source()).id(),
                        line.id(),
                        seq,
                        Literal.string(file.path()),
                        Literal.string(file.hash()),
                        file.effective().map(Literal::timestamp).orElse("NULL"),
                        weight,
                        file.repeats());
        metadata.put("loaded", values, values);
    }

    void drop(String name) {
        TableMemory table = table(name);
        TableMemory dropped = new TableMemory(
                table.id(),
                table.definition(),
                table.columns(),
                seq,
                table.changedAt(),
                table.rows(),
                table.digest(),
                table.model(),
                true,
                line);
        tables.put(Name.folded(name), dropped);
        insertVersion(dropped, numbering.nextColumn(table.id()), heldBack(table));
        StateWriter.drop(session, table);
        views.drop(name);
    }

    void rename(String from, String to) {
        TableMemory table = table(from);
        TableDefinition old = table.definition();
        TableDefinition definition = new TableDefinition(
                to, old.role(), old.schema(), old.inexact(), old.key(), old.effective(), old.load());
        TableMemory renamed = new TableMemory(
                table.id(),
                definition,
                table.columns(),
                seq,
                table.changedAt(),
                table.rows(),
                table.digest(),
                table.model(),
                false,
                line);
        tables.remove(Name.folded(from));
        tables.put(Name.folded(to), renamed);
        redefined.remove(Name.folded(from));
        redefined.add(Name.folded(to));
        insertVersion(renamed, numbering.nextColumn(table.id()), heldBack(table));
        views.drop(from);
    }

    /** Writes the metadata and makes the views that other clients of the file see. */
    void finish() {
        metadata.write();
        states.finish();
        List<TableMemory> changed = redefined.stream()
                .map(this::table)
                .filter(table -> !table.dropped())
                .toList();
        changed.stream().filter(table -> !table.isView()).forEach(table -> views.make(table, logic));
        changed.stream().filter(TableMemory::isView).forEach(table -> views.make(table, logic));
    }

    void setLogic(Update.SetLogic update) {
        TableMemory model = table(update.model());
        logic.set(model, update);
        if (model.isView()) {
            redefined.add(Name.folded(model.name()));
        }
    }

    private void put(TableMemory table, Evolution evolution, Optional<TableSettings> heldBack) {
        redefined.add(Name.folded(table.name()));
        tables.put(Name.folded(table.name()), table);
        insertVersion(table, evolution.nextColumn(), heldBack);
    }

    private void rehash(TableMemory table) {
        String rows = line.isMain()
                ? StateSql.head(table, Physical.head(table.id()))
                : new StateSql(Logs.of(session)).asOf(table, seq);
        Store.Fingerprint fresh = new RowSummer(session).of(table.definition(), rows);
        long nextRvid = numbering.nextRvid(table.id());
        sum(table, 0, 0, fresh, nextRvid);
    }

    private void sum(TableMemory table, long added, long retracted, Store.Fingerprint total, long nextRvid) {
        Digest digest = total.digest();
        metadata.put(
                "table_sum",
                Integer.toString(table.id()),
                "%d, %d, %d, %d, %d, %d, %d, %d, %d"
                        .formatted(
                                table.id(),
                                line.id(),
                                seq,
                                added,
                                retracted,
                                total.rows(),
                                digest.high(),
                                digest.low(),
                                nextRvid));
        numbering.setNextRvid(table.id(), nextRvid);
        tables.put(
                Name.folded(table.name()),
                new TableMemory(
                        table.id(),
                        table.definition(),
                        table.columns(),
                        table.definedAt(),
                        seq,
                        total.rows(),
                        digest,
                        table.model(),
                        table.dropped(),
                        line));
    }

    /** A table defined twice in one commit has its last definition. */
    private void insertVersion(TableMemory table, int nextColumn, Optional<TableSettings> heldBack) {
        TableDefinition definition = table.definition();
        List<StoredColumn> columns = table.columns();
        numbering.setNextColumn(table.id(), nextColumn);
        metadata.put(
                "table_version",
                Integer.toString(table.id()),
                "%d, %d, %d, %s, %s, %s, %d, %s, %s, %s, %s, %s"
                        .formatted(
                                table.id(),
                                line.id(),
                                seq,
                                Literal.string(definition.name()),
                                Literal.string(definition.role().name()),
                                Literal.string(MetadataJson.columns(columns)),
                                nextColumn,
                                Literal.string(MetadataJson.names(definition.key())),
                                literal(MetadataJson.effective(definition.effective())),
                                literal(definition.load().map(Enum::name).orElse(null)),
                                table.dropped(),
                                literal(heldBack.map(MetadataJson::settings).orElse(null))));
    }

    private static Optional<TableSettings> heldBack(TableMemory table) {
        return table.model().flatMap(ModelMemory::heldBack);
    }

    private static String literal(@Nullable String value) {
        return value == null ? "NULL" : Literal.string(value);
    }
}
