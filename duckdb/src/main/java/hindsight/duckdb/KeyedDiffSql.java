package hindsight.duckdb;

import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.schema.Column;
import hindsight.sql.Identity;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** SELECT of the net diff of a table with a key: head rows {@code h} and staged rows {@code n} are paired by key. */
final class KeyedDiffSql {
    /** What it means that a key is staged, or is not. */
    enum Mode {
        /** Staged rows are all there is. */
        REPLACE_ALL,
        /** Staged rows replace or join what is there. */
        UPSERT,
        /** As upsert, but rows whose {@code op} is D take their key away. */
        CHANGES
    }

    private final TableMemory table;
    private final TableDefinition definition;
    private final List<String> old;
    private final List<String> fresh;
    private final String head;

    /** @param head the rows of the head that count, as a table */
    KeyedDiffSql(TableMemory table, TableDefinition definition, List<String> fresh, String head) {
        this.table = table;
        this.definition = definition;
        this.head = head;
        this.old = DiffTable.oldValues(table, definition, "h");
        this.fresh = fresh;
    }

    String select(String staged, Mode mode) {
        String join = mode == Mode.REPLACE_ALL ? "FULL JOIN" : "LEFT JOIN";
        String added = mode == Mode.CHANGES ? "n.op <> 'D'" : "n.rowid IS NOT NULL";
        String changed = "h.rvid IS NULL OR " + differs();
        String where = switch (mode) {
            case REPLACE_ALL -> "n.rowid IS NULL OR " + changed;
            case UPSERT -> changed;
            case CHANGES -> "CASE WHEN n.op = 'D' THEN h.rvid IS NOT NULL ELSE " + changed + " END";
        };
        return """
                SELECT h.rvid AS rvid, %s AS added, %s, %s%s
                FROM %s n %s %s h ON %s
                WHERE %s""".formatted(
                        added,
                        DiffTable.named(old, "o"),
                        DiffTable.named(keptValues(), "n"),
                        DiffTable.extras(DiffTable.abandoned(table, definition)),
                        staged,
                        join,
                        head,
                        keysMatch(),
                        where);
    }

    private String keysMatch() {
        return definition.key().stream()
                .map(definition.schema()::position)
                .map(i -> old.get(i) + " = " + fresh.get(i))
                .collect(Collectors.joining(" AND "));
    }

    private String differs() {
        List<Column> columns = definition.schema().columns();
        String terms = IntStream.range(0, columns.size())
                .filter(i -> definition.key().stream().noneMatch(columns.get(i)::named))
                .mapToObj(i -> {
                    String distinct = Identity.distinct(old.get(i), fresh.get(i), columns.get(i));
                    return isInexact(i)
                            ? "(" + distinct + " AND NOT " + Inexact.near(old.get(i), fresh.get(i)) + ")"
                            : distinct;
                })
                .collect(Collectors.joining(" OR "));
        return terms.isEmpty() ? "false" : terms;
    }

    /** An inexact value that is near its old one stays as it was. */
    private List<String> keptValues() {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < fresh.size(); i++) {
            values.add(isInexact(i) ? Inexact.kept(old.get(i), fresh.get(i)) : fresh.get(i));
        }
        return values;
    }

    private boolean isInexact(int i) {
        return Inexact.comparable(definition, i);
    }
}
