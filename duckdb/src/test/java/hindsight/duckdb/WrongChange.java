package hindsight.duckdb;

import hindsight.delta.InputChange;
import hindsight.delta.Side;
import hindsight.relation.BoundQuery;
import hindsight.relation.RelationPrinter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Tells of a query whose derived change is wrong what is wrong with it: the smallest part, over as few rows as possible. */
final class WrongChange {
    private static final int MOST_ROWS = 50;

    private final Session session;
    private final SidedTables tables;
    private final DerivedChange derived;
    private final Map<String, InputChange> changed;

    WrongChange(Session session, DerivedChange derived, Map<String, InputChange> changed) {
        this.session = session;
        this.tables = new SidedTables(session);
        this.derived = derived;
        this.changed = changed;
    }

    String of(BoundQuery query) {
        Set<String> read = new TreeSet<>(DerivedChange.reads(query));
        read.retainAll(changed.keySet());
        BoundQuery part = DerivedChange.parts(query).stream()
                .filter(this::isWrong)
                .findFirst()
                .orElse(query);
        if (isWrong(part)) {
            read.forEach(table -> {
                shrink(part, table, Side.OLD);
                shrink(part, table, Side.NEW);
            });
        }
        StringBuilder text = new StringBuilder(changed + "\n" + RelationPrinter.print(part.relation()));
        read.forEach(table -> List.of(Side.OLD, Side.NEW)
                .forEach(side -> text.append(side.of(table))
                        .append(": ")
                        .append(PlanQueries.answer(session, "FROM " + SidedTables.quoted(side, table))
                                .rows())
                        .append('\n')));
        return text.append(error(part)).toString();
    }

    private boolean isWrong(BoundQuery part) {
        return !error(part).isEmpty();
    }

    private String error(BoundQuery part) {
        try {
            derived.check(part, changed);
            return "";
        } catch (AssertionError wrong) {
            return String.valueOf(wrong.getMessage());
        }
    }

    /** Takes away row after row without which it is still wrong. */
    private void shrink(BoundQuery part, String table, Side side) {
        String name = SidedTables.quoted(side, table);
        List<Long> rows = session.list("SELECT rowid FROM " + name, row -> row.getLong(1));
        for (int i = rows.size() - 1; i >= 0 && rows.size() <= MOST_ROWS; i--) {
            session.execute("CREATE OR REPLACE TEMP TABLE spare AS FROM " + name);
            session.execute("CREATE OR REPLACE TABLE " + name
                    + " AS SELECT * EXCLUDE (place) FROM (SELECT *, row_number() OVER () - 1 AS place FROM spare) WHERE place <> "
                    + i);
            tables.compare(table);
            if (!isWrong(part)) {
                session.execute("CREATE OR REPLACE TABLE " + name + " AS FROM spare");
                tables.compare(table);
            }
        }
    }
}
