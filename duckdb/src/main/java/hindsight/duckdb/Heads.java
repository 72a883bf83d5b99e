package hindsight.duckdb;

import hindsight.history.Line;
import hindsight.history.Memory;
import hindsight.history.TableMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What to read as the head of a table: a table with {@code rvid} and the newest physical column of each column. Main's is kept. That of a
 * branch is main's, with what either of the two has changed since the fork taken back or added, which is little beside it.
 *
 * <pre>
 *   main  ──●────●────●──  kept head          branch = kept head as far as its rows were numbered by the fork + main's minus of such rows
 *            ╲                                          − own minus + own plus
 *   branch    ●────●
 * </pre>
 */
final class Heads {
    private final Session session;
    private final Supplier<Memory> main;
    private final Logs logs;

    /** @param main all tables at the head of main */
    Heads(Session session, Supplier<Memory> main, Logs logs) {
        this.session = session;
        this.main = main;
        this.logs = logs;
    }

    /** The head of a table on its line, to stand behind FROM. */
    String of(TableMemory table) {
        if (table.isChunks()) {
            return DuckChunkFile.head(table);
        }
        if (table.line().isMain()) {
            return Physical.head(table.id());
        }
        long fork = table.line().spans().get(0).upTo();
        return kept(table)
                .filter(kept -> table.line().spans().get(0).branch() == 0 && fork >= logs.renumberedUpTo(table.id()))
                .map(kept ->
                        Math.max(kept.changedAt(), table.changedAt()) > fork ? onTop(table) : Physical.head(table.id()))
                .orElseGet(() -> "(" + new StateSql(logs).inShapeOfHead(table) + ")");
    }

    /** The table on main, if its head has all columns of this one, and its logs nothing of them that this one would not read. */
    private Optional<TableMemory> kept(TableMemory table) {
        return main.get().tables().values().stream()
                .filter(known -> known.id() == table.id() && !known.isView())
                .filter(known -> table.columns().stream()
                        .allMatch(column -> known.columns().stream()
                                .anyMatch(kept -> kept.physical()
                                                .get(0)
                                                .equals(column.physical().get(0))
                                        && column.physical().containsAll(kept.physical()))))
                .findFirst();
    }

    /**
     * How many rows of a table came and went since the fork.
     *
     * @param next number of the first row that came since then, on whatever branch
     */
    private record Since(long next, boolean mainAdded, boolean mainRetracted, boolean added, boolean retracted) {}

    private Since since(TableMemory table, String own, String mains) {
        return session.one(
                """
                SELECT coalesce(max(next_rvid) FILTER (seq <= %d), 1), %s FROM w.hindsight.table_sum WHERE table_id = %d""".formatted(
                                table.line().spans().get(0).upTo(),
                                Stream.of(mains, own)
                                        .flatMap(where ->
                                                Stream.of("added", "retracted").map(rows -> any(rows, where)))
                                        .collect(Collectors.joining(", ")),
                                table.id()),
                row -> new Since(
                        row.getLong(1), row.getBoolean(2), row.getBoolean(3), row.getBoolean(4), row.getBoolean(5)));
    }

    private static String any(String rows, String where) {
        return "coalesce(bool_or(" + rows + " > 0) FILTER (" + where + "), false)";
    }

    private String onTop(TableMemory table) {
        List<Line.Span> spans = table.line().spans();
        String own = LineSql.spans(spans.subList(1, spans.size()));
        String mains = "branch = 0 AND seq > " + spans.get(0).upTo();
        Since since = since(table, own, mains);
        String known = "rvid < " + since.next();
        String gone = "SELECT rvid FROM " + logs.retracted(table.id()) + " WHERE " + own;
        List<String> rows = new ArrayList<>();
        rows.add("SELECT h.rvid" + keptColumns(table) + " FROM " + Physical.head(table.id()) + " h"
                + (since.mainAdded() ? " WHERE h." + known : ""));
        if (since.mainRetracted()) {
            rows.add(shaped(table, logs.retracted(table.id()), mains + " AND " + known));
        }
        if (since.added()) {
            rows.add(shaped(table, logs.added(table.id()), own));
        }
        return rows.stream()
                .map(part -> since.retracted() ? without(part, gone) : part)
                .collect(Collectors.joining(" UNION ALL ", "(", ")"));
    }

    private static String without(String rows, String rvids) {
        return "SELECT r.* FROM (" + rows + ") r ANTI JOIN (" + rvids + ") x ON r.rvid = x.rvid";
    }

    private static String shaped(TableMemory table, String log, String where) {
        return "SELECT l.rvid" + Physical.shapedColumns(table, "l") + " FROM (FROM " + log + " WHERE " + where + ") l";
    }

    private static String keptColumns(TableMemory table) {
        return table.columns().stream()
                .map(column -> ", h." + Physical.headColumn(column))
                .collect(Collectors.joining());
    }
}
