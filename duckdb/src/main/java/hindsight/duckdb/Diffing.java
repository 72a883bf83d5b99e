package hindsight.duckdb;

import hindsight.history.LoadDiffs;
import hindsight.history.StagedDiff;
import hindsight.history.StagedTable;
import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.schema.Column;
import hindsight.sql.Identifier;
import hindsight.sql.Identity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Compares staged rows with a table's head and stages the net diff. */
final class Diffing implements LoadDiffs {
    /** Looking up that part of a head or less goes by one column of its key first. */
    private static final int FEW = 10;
    /** Rows of a head from which on it pays to ask by which column. */
    private static final long LARGE = 100_000;

    private final Session session;
    private final Function<TableMemory, String> heads;

    /** @param heads what to read as the head of a table */
    Diffing(Session session, Function<TableMemory, String> heads) {
        this.session = session;
        this.heads = heads;
    }

    @Override
    public StagedDiff snapshot(TableMemory table, TableDefinition definition, StagedTable rows) {
        boolean keyed = isPaired(table, definition);
        String head = heads.apply(table);
        return whole(
                table,
                definition,
                keyed
                        ? keyed(table, definition, rows, KeyedDiffSql.Mode.REPLACE_ALL, head)
                        : bag(table, definition, rows, head));
    }

    @Override
    public StagedDiff upsert(TableMemory table, TableDefinition definition, StagedTable rows) {
        String near = near(table, definition, rows, definition.key());
        return whole(table, definition, keyed(table, definition, rows, KeyedDiffSql.Mode.UPSERT, near));
    }

    @Override
    public StagedDiff changes(TableMemory table, TableDefinition definition, StagedTable rows) {
        String near = near(table, definition, rows, definition.key());
        return whole(table, definition, keyed(table, definition, rows, KeyedDiffSql.Mode.CHANGES, near));
    }

    @Override
    public StagedDiff append(TableMemory table, TableDefinition definition, StagedTable rows) {
        return initial(definition, rows);
    }

    @Override
    public StagedTable versions(
            Optional<TableMemory> table, TableDefinition definition, StagedTable portions, StagedTable rows) {
        VersionsSql sql = new VersionsSql(definition);
        List<String> values = freshValues(definition, rows);
        if (table.isEmpty()) {
            return stored(definition, sql.select(rows.handle(), values));
        }
        new FarDates(session).check(table.get(), definition.schema());
        String held = "memory.stage." + session.freshName("held");
        session.data("CREATE TABLE " + held + " AS " + held(table.get(), definition, portions));
        StagedTable versions = stored(
                definition, sql.select(held, portions, freshValues(definition, portions), rows.handle(), values));
        session.execute("DROP TABLE " + held);
        return versions;
    }

    /** The rows of head whose entities have portions. */
    private String held(TableMemory table, TableDefinition definition, StagedTable portions) {
        List<String> names = definition.schema().names();
        List<String> old = DiffTable.oldValues(table, definition, "h");
        List<String> fresh = freshValues(definition, portions);
        String same = definition.entity().stream()
                .map(names::indexOf)
                .map(i -> old.get(i) + " = " + fresh.get(i))
                .collect(Collectors.joining(" AND "));
        return "SELECT h.rvid AS id, " + DiffTable.named(old, "v") + " FROM "
                + near(table, definition, portions, definition.entity()) + " h SEMI JOIN " + portions.handle()
                + " n ON " + same;
    }

    /** @param select {@code v1…} */
    private StagedTable stored(TableDefinition definition, String select) {
        String table = "memory.stage." + session.freshName("rows");
        List<Column> columns = definition.schema().columns();
        String named = IntStream.range(0, columns.size())
                .mapToObj(i -> DiffTable.value(i) + " AS "
                        + Identifier.quote(columns.get(i).name()))
                .collect(Collectors.joining(", "));
        long count = session.data("CREATE TABLE " + table + " AS SELECT " + named + " FROM (" + select + ")");
        return new StagedTable(table, definition.schema(), count);
    }

    /** All rows are added: a view over what is staged already. */
    StagedDiff initial(TableDefinition definition, StagedTable rows) {
        String diff = "memory.stage." + session.freshName("diff");
        List<String> nothing = definition.schema().columns().stream()
                .map(column -> "NULL::" + column.type().text())
                .toList();
        session.execute("CREATE VIEW " + diff + " AS SELECT n.rowid AS rowid, NULL::BIGINT AS rvid, true AS added, "
                + DiffTable.named(nothing, "o") + ", " + DiffTable.named(freshValues(definition, rows), "n") + " FROM "
                + rows.handle() + " n");
        return new StagedDiff(diff, rows.rows(), 0, 0, Set.of());
    }

    /** What a net diff of some rows, a SELECT, does to a table's head, if it goes with it. */
    Optional<StagedDiff> change(TableMemory table, TableDefinition definition, String rows) {
        List<String> values = definition.schema().columns().stream()
                .map(column -> "CAST(n." + Identifier.quote(column.name()) + " AS "
                        + column.type().text() + ")")
                .toList();
        NetChangeSql sql = new NetChangeSql(table, heads.apply(table), definition, values);
        String diff = "memory.stage." + session.freshName("diff");
        session.countDataStatement();
        session.userStatement("CREATE TABLE " + diff + " AS " + sql.select(rows), "find what changes");
        forget(table, definition, diff);
        return counted(diff, definition, sql.sound(diff));
    }

    /** The net diff of those rows of a table that have some values, if the table goes with it. */
    Optional<StagedDiff> within(
            TableMemory table, TableDefinition definition, StagedTable rows, StagedTable keys, List<String> columns) {
        NetChangeSql sql = new NetChangeSql(table, heads.apply(table), definition, freshValues(definition, rows));
        String head = sql.part(keys, columns);
        String diff = definition.key().isEmpty()
                ? bag(table, definition, rows, head)
                : keyed(table, definition, rows, KeyedDiffSql.Mode.REPLACE_ALL, head);
        forget(table, definition, diff);
        return counted(diff, definition, sql.soundRows(rows.handle()) + " AND " + sql.fits(diff, columns));
    }

    /**
     * The head's rows among which are those of the keys of a few rows. The engine hands single columns of a join down to a scan, not several
     * together, so they are looked up by one column of the key before they are by all.
     */
    private String near(TableMemory table, TableDefinition definition, StagedTable rows, List<String> columns) {
        String head = heads.apply(table);
        if (columns.size() < 2 || rows.rows() * FEW > table.rows()) {
            return head;
        }
        List<String> names = definition.schema().names();
        List<Integer> key = columns.stream().map(names::indexOf).toList();
        List<String> fresh = freshValues(definition, rows);
        int column = table.rows() < LARGE ? key.get(0) : mostDistinct(key, fresh, rows);
        return "(SELECT h.* FROM " + head + " h SEMI JOIN " + rows.handle() + " n ON "
                + DiffTable.oldValues(table, definition, "h").get(column) + " = " + fresh.get(column) + ")";
    }

    private int mostDistinct(List<Integer> columns, List<String> values, StagedTable rows) {
        String counts = columns.stream()
                .map(column -> "approx_count_distinct(" + values.get(column) + ")")
                .collect(Collectors.joining(", "));
        session.countDataStatement();
        return session.one("SELECT " + counts + " FROM " + rows.handle() + " n", row -> {
            int most = 0;
            for (int i = 1; i < columns.size(); i++) {
                most = row.getLong(i + 1) > row.getLong(most + 1) ? i : most;
            }
            return columns.get(most);
        });
    }

    /** Gives the name of the diff. */
    private String keyed(
            TableMemory table, TableDefinition definition, StagedTable rows, KeyedDiffSql.Mode mode, String head) {
        new FarDates(session).check(table, definition.schema());
        String diff = "memory.stage." + session.freshName("diff");
        List<String> fresh = freshValues(definition, rows);
        session.data("CREATE TABLE " + diff + " AS "
                + new KeyedDiffSql(table, definition, fresh, head).select(rows.handle(), mode));
        return diff;
    }

    /** Gives the name of the diff. */
    private String bag(TableMemory table, TableDefinition definition, StagedTable rows, String head) {
        new FarDates(session).check(table, definition.schema());
        BagDiffSql sql = new BagDiffSql(table, heads.apply(table), definition, freshValues(definition, rows));
        String left = "memory.stage." + session.freshName("left");
        session.data("CREATE TABLE " + left + " AS " + sql.leftover(rows.handle(), head));
        String diff = "memory.stage." + session.freshName("diff");
        session.data("CREATE TABLE " + diff + " AS " + sql.select(left));
        session.execute("DROP TABLE " + left);
        return diff;
    }

    private StagedDiff whole(TableMemory table, TableDefinition definition, String diff) {
        forget(table, definition, diff);
        return counted(diff, definition, "true").orElseThrow();
    }

    /** Rows that stay, but for values in columns that go, are other versions from then on: so a diff tells what they lose. */
    private void forget(TableMemory table, TableDefinition definition, String diff) {
        List<Integer> abandoned = DiffTable.abandoned(table, definition);
        if (abandoned.isEmpty()) {
            return;
        }
        List<String> old = DiffTable.oldValues(table, definition, "h");
        String lost = "memory.stage." + session.freshName("lost");
        session.data("CREATE TABLE " + lost + " AS SELECT h.rvid, true AS added, " + DiffTable.named(old, "o") + ", "
                + DiffTable.named(old, "n") + DiffTable.extras(abandoned) + " FROM " + heads.apply(table)
                + " h ANTI JOIN (SELECT rvid FROM " + diff + " WHERE rvid IS NOT NULL) d ON h.rvid = d.rvid WHERE "
                + abandoned.stream()
                        .map(id -> "h." + Physical.column(id) + " IS NOT NULL")
                        .collect(Collectors.joining(" OR ")));
        if (isPaired(table, definition)) {
            session.data("INSERT INTO " + diff + " BY NAME FROM " + lost);
        } else {
            session.data("INSERT INTO " + diff + " BY NAME SELECT * REPLACE (false AS added) FROM " + lost);
            session.data("INSERT INTO " + diff + " BY NAME SELECT added, " + DiffTable.all("n", definition) + " FROM "
                    + lost);
        }
        session.execute("DROP TABLE " + lost);
    }

    private static boolean isPaired(TableMemory table, TableDefinition definition) {
        return !definition.key().isEmpty()
                && definition.key().equals(table.definition().key());
    }

    /** @param sound a truth value: whether the diff may be used */
    private Optional<StagedDiff> counted(String diff, TableDefinition definition, String sound) {
        List<Column> columns = definition.schema().columns();
        String differs = IntStream.range(0, columns.size())
                .mapToObj(i -> "coalesce(bool_or(added AND rvid IS NOT NULL AND "
                        + Identity.distinct(DiffTable.old(i), DiffTable.fresh(i), columns.get(i)) + "), false)")
                .collect(Collectors.joining(", "));
        session.countDataStatement();
        return session.one(
                "SELECT count(*) FILTER (added), count(rvid), count(rvid) FILTER (added), " + sound + ", " + differs
                        + " FROM " + diff,
                row -> {
                    Set<String> changed = new HashSet<>();
                    for (int i = 0; i < columns.size(); i++) {
                        if (row.getBoolean(i + 5)) {
                            changed.add(columns.get(i).name());
                        }
                    }
                    StagedDiff staged = new StagedDiff(diff, row.getLong(1), row.getLong(2), row.getLong(3), changed);
                    return row.getBoolean(4) ? Optional.of(staged) : Optional.empty();
                });
    }

    /** SQL of each of the definition's columns in the staged rows, alias {@code n}, in the definition's types. */
    static List<String> freshValues(TableDefinition definition, StagedTable rows) {
        List<String> values = new ArrayList<>();
        for (Column column : definition.schema().columns()) {
            values.add(rows.schema()
                    .column(column.name())
                    .map(staged -> {
                        String value = "n." + Identifier.quote(staged.name());
                        return staged.type().equals(column.type())
                                ? value
                                : value + "::" + column.type().text();
                    })
                    .orElse("NULL::" + column.type().text()));
        }
        return values;
    }
}
