package hindsight.duckdb;

import hindsight.history.Line;
import hindsight.history.Memory;
import hindsight.history.StoredColumn;
import hindsight.history.TableMemory;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What to read as the head of a table: a table with {@code rvid} and the newest physical column of each column. Main's is kept. That of a
 * branch is main's, with what either of the two has changed since the fork taken back or added, which is little beside it.
 *
 * <pre>
 *   main  ──●────●────●──  kept head          branch = kept head − main's plus since the fork + main's minus since the fork
 *            ╲                                          − own minus + own plus
 *   branch    ●────●
 * </pre>
 */
final class Heads {
    private final Supplier<Memory> main;

    /** @param main all tables at the head of main */
    Heads(Supplier<Memory> main) {
        this.main = main;
    }

    /** The head of a table on its line, to stand behind FROM. */
    String of(TableMemory table) {
        if (table.line().isMain()) {
            return Physical.head(table.id());
        }
        long fork = table.line().spans().get(0).upTo();
        return kept(table)
                .filter(kept -> table.line().spans().get(0).branch() == 0)
                .map(kept -> onTop(table, kept.changedAt() > fork))
                .orElseGet(() -> "(" + StateSql.inShapeOfHead(table) + ")");
    }

    /** The table on main, if its head has all columns of this one. */
    private Optional<TableMemory> kept(TableMemory table) {
        return main.get().tables().values().stream()
                .filter(known -> known.id() == table.id() && !known.isView())
                .filter(known -> newest(known).containsAll(newest(table)))
                .findFirst();
    }

    private static String onTop(TableMemory table, boolean mainChanged) {
        List<Line.Span> spans = table.line().spans();
        long fork = spans.get(0).upTo();
        boolean changed = table.changedAt() > fork;
        if (!changed && !mainChanged) {
            return Physical.head(table.id());
        }
        String own = LineSql.spans(spans.subList(1, spans.size()));
        String since = "branch = 0 AND seq > " + fork;
        String gone = "SELECT rvid FROM " + Physical.minus(table.id()) + " WHERE " + own;
        String there = "SELECT h.rvid" + keptColumns(table) + " FROM " + Physical.head(table.id()) + " h";
        String notThere = gone;
        if (mainChanged) {
            there += " UNION ALL " + shaped(table, Physical.minus(table.id()), since);
            notThere += " UNION ALL SELECT rvid FROM " + Physical.plus(table.id()) + " WHERE " + since;
        }
        String rows = without(there, notThere);
        if (changed) {
            rows += " UNION ALL " + without(shaped(table, Physical.plus(table.id()), own), gone);
        }
        return "(" + rows + ")";
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

    private static Set<Integer> newest(TableMemory table) {
        return table.columns().stream()
                .map(StoredColumn::physical)
                .map(ids -> ids.get(0))
                .collect(Collectors.toSet());
    }
}
