package hindsight.duckdb;

import hindsight.history.Evolution;
import hindsight.history.Line;
import hindsight.history.StagedDiff;
import hindsight.history.StoredColumn;
import hindsight.history.TableMemory;
import hindsight.history.TableRole;
import hindsight.problem.DefectException;
import hindsight.schema.Column;
import hindsight.schema.Schema;
import hindsight.sql.Identity;
import hindsight.sql.Literal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Makes, evolves and writes the physical tables of one table, inside a commit's transaction. The head is main's: a branch leaves it as it
 * is.
 */
final class TableWriter {
    /** Updated rows from which on their order counts. */
    private static final int MANY = 10_000;

    private final Session session;
    private final Line line;
    private final long seq;

    TableWriter(Session session, Line line, long seq) {
        this.session = session;
        this.line = line;
        this.seq = seq;
    }

    void make(int table, List<StoredColumn> columns) {
        String typed = columns.stream()
                .map(c ->
                        ", " + Physical.headColumn(c) + " " + c.column().type().text())
                .collect(Collectors.joining());
        session.execute(String.join(
                ";\n",
                "CREATE TABLE " + Physical.plus(table) + " (seq BIGINT, branch INTEGER, rvid BIGINT, logic INTEGER"
                        + typed + ")",
                "CREATE TABLE " + Physical.minus(table) + " (seq BIGINT, branch INTEGER, rvid BIGINT" + typed + ")",
                "CREATE TABLE " + Physical.head(table) + " (rvid BIGINT" + typed + ")"));
    }

    /**
     * Adds the physical columns that a definition needs, and builds the head anew where its columns change. What once was a table, on
     * whatever branch, keeps its physical columns in step while it is a view.
     */
    void evolve(TableMemory before, Evolution evolution, TableRole role) {
        if (before.isView() && !exists(before.id())) {
            if (role == TableRole.VIEW) {
                return;
            }
            make(before.id(), evolution.columns());
        }
        PhysicalColumns columns = new PhysicalColumns(session, before.id());
        columns.add(before.columns());
        columns.add(evolution.columns());
        new FarDates(session)
                .check(
                        before,
                        new Schema(evolution.columns().stream()
                                .map(StoredColumn::column)
                                .toList()));
        if (line.isMain()) {
            columns.shapeHead(evolution.columns());
        }
    }

    /**
     * Version ids of added rows are {@code firstRvid} and a row's place in the diff: numbering only the added ones would take a window
     * over all of them, in one thread.
     *
     * @param logic SQL of the version of the logic that made an added row; 0 for sources
     */
    void write(TableMemory table, StagedDiff diff, long firstRvid, String logic) {
        writeLogs(table, diff, firstRvid, logic);
        if (line.isMain()) {
            writeHead(table, diff, numbered(diff, firstRvid));
        }
    }

    private static String numbered(StagedDiff diff, long firstRvid) {
        return "(SELECT *, " + firstRvid + " + rowid AS fresh FROM " + diff.handle() + " WHERE added)";
    }

    /** As {@link #write}, but that the head stays as it is. */
    void writeLogs(TableMemory table, StagedDiff diff, long firstRvid, String logic) {
        List<String> columns =
                table.columns().stream().map(Physical::headColumn).toList();
        String names = String.join(", ", columns);
        if (diff.retracted() > 0) {
            List<Integer> extras = table.definedAt() == seq ? extras(diff) : List.of();
            String extraNames =
                    extras.stream().map(id -> ", " + Physical.column(id)).collect(Collectors.joining());
            String extraValues =
                    extras.stream().map(id -> ", " + DiffTable.extra(id)).collect(Collectors.joining());
            session.data("INSERT INTO " + Physical.minus(table.id()) + " (seq, branch, rvid, " + names + extraNames
                    + ") SELECT " + place() + ", rvid, " + DiffTable.all("o", table.definition()) + extraValues
                    + " FROM " + diff.handle() + " WHERE rvid IS NOT NULL");
        }
        if (diff.added() > 0) {
            session.data("INSERT INTO " + Physical.plus(table.id()) + " (seq, branch, rvid, logic, " + names
                    + ") SELECT " + place() + ", fresh, " + logic + ", " + DiffTable.all("n", table.definition())
                    + " FROM " + numbered(diff, firstRvid));
        }
    }

    private void writeHead(TableMemory table, StagedDiff diff, String numbered) {
        String names = table.columns().stream().map(Physical::headColumn).collect(Collectors.joining(", "));
        long updated = canUpdate(table, diff) ? diff.updated() : 0;
        if (updated > 0) {
            update(table, diff, numbered);
        }
        if (diff.retracted() > updated) {
            long deleted = session.data("DELETE FROM " + Physical.head(table.id()) + " WHERE rvid IN (SELECT rvid FROM "
                    + diff.handle() + " WHERE rvid IS NOT NULL" + (updated > 0 ? " AND NOT added" : "") + ")");
            expect(table, diff.retracted() - updated, deleted);
        }
        if (diff.added() > updated) {
            String source = updated == 0
                    ? "SELECT rvid, " + names + " FROM " + Physical.plus(table.id()) + " WHERE seq = " + seq
                    : "SELECT fresh, " + DiffTable.all("n", table.definition()) + " FROM " + numbered
                            + " WHERE rvid IS NULL";
            session.data("INSERT INTO " + Physical.head(table.id()) + " (rvid, " + names + ") " + source);
        }
    }

    /** The engine leaves a value alone that it calls equal to the new one, even where they are not the same. */
    private static boolean canUpdate(TableMemory table, StagedDiff diff) {
        return table.definition().schema().columns().stream()
                .noneMatch(column ->
                        Identity.isByText(column) && diff.changedColumns().contains(column.name()));
    }

    /**
     * Updating in place keeps the head as fast to scan as a table that was never changed; deleting and inserting would not. Where the updated
     * rows may be more bytes than what is looked at of the head, the engine goes through them instead of the head, and takes a hundred times as
     * long if they come in another order than the head's. So they are put into that order.
     */
    private void update(TableMemory table, StagedDiff diff, String numbered) {
        List<Column> columns = table.definition().schema().columns();
        List<String> sets = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            if (diff.changedColumns().contains(columns.get(i).name())) {
                sets.add(", " + Physical.headColumn(table.columns().get(i)) + " = d." + DiffTable.fresh(i));
            }
        }
        String head = Physical.head(table.id());
        boolean inOrder = diff.updated() >= MANY && 2 * diff.updated() * (sets.size() + 2L) > table.rows();
        String rows = inOrder
                ? "(SELECT d.*, g.rowid AS place FROM " + numbered + " d JOIN " + head
                        + " g ON g.rvid = d.rvid ORDER BY place) d WHERE h.rowid = d.place"
                : "(FROM " + numbered + " WHERE rvid IS NOT NULL) d WHERE h.rvid = d.rvid";
        long updated =
                session.data("UPDATE " + head + " AS h SET rvid = d.fresh" + String.join("", sets) + " FROM " + rows);
        expect(table, diff.updated(), updated);
    }

    private static void expect(TableMemory table, long wanted, long got) {
        if (wanted != got) {
            throw new DefectException("The head of " + table.name() + " has " + got + " of " + wanted
                    + " rows to retract; hindsight verify " + table.name() + " --repair builds it anew");
        }
    }

    private String place() {
        return seq + ", " + line.id();
    }

    /** Columns that the head had before the table was defined anew. */
    private List<Integer> extras(StagedDiff diff) {
        return session.list(
                "SELECT column_name FROM (DESCRIBE " + diff.handle() + ") WHERE column_name LIKE 'x%'",
                row -> Integer.parseInt(row.getString(1).substring(1)));
    }

    /** Asks the catalog: a statement that fails would end the transaction. */
    private boolean exists(int table) {
        String name = Physical.head(table).substring(Physical.head(table).lastIndexOf('.') + 1);
        return session.one(
                        "SELECT count(*) FROM duckdb_tables() WHERE database_name = 'w' AND table_name = "
                                + Literal.string(name),
                        row -> row.getLong(1))
                > 0;
    }
}
