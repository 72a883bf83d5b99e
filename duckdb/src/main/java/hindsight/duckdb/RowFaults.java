package hindsight.duckdb;

import hindsight.engine.RowCheck;
import hindsight.engine.RowFault;
import hindsight.engine.StagedFiles;
import hindsight.problem.Location;
import hindsight.sql.Identifier;
import hindsight.sql.Literal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds staged rows that fail a check, and the lines they came from. */
final class RowFaults {
    private static final int PLACES = 3;
    private static final Set<String> SMALL_INTEGERS = Set.of("TINYINT", "SMALLINT", "INTEGER", "BIGINT");
    private static final long BITS_PER_ROW = 16;
    private static final long MOST_BITS = 1L << 29;

    private final Session session;
    private final StagedFiles rows;
    private final List<FileGroup> groups;

    RowFaults(Session session, StagedFiles rows, List<FileGroup> groups) {
        this.session = session;
        this.rows = rows;
        this.groups = groups;
    }

    List<RowFault> find(RowCheck check, int limit) {
        if (check instanceof RowCheck.NotNull notNull) {
            return where(anyNull(notNull.columns()), notNull.columns(), limit);
        }
        if (check instanceof RowCheck.NotNullUnless notNull) {
            String other = Identifier.quote(notNull.unless()) + " IS DISTINCT FROM " + Literal.string(notNull.value());
            return where("(" + anyNull(notNull.columns()) + ") AND " + other, notNull.columns(), limit);
        }
        if (check instanceof RowCheck.OneOf oneOf) {
            String values = oneOf.values().stream().map(Literal::string).collect(Collectors.joining(", "));
            String column = Identifier.quote(oneOf.column());
            return where(
                    "coalesce(" + column + "::VARCHAR NOT IN (" + values + "), true)", List.of(oneOf.column()), limit);
        }
        if (check instanceof RowCheck.Unique unique) {
            return repeated(unique.columns(), "", limit);
        }
        if (check instanceof RowCheck.Before before) {
            String from = Identifier.quote(before.from());
            return where(from + " >= " + Identifier.quote(before.to()), before.columns(), limit);
        }
        String inFile = rows.parts().size() > 1 ? ", " + StageLoad.PART : "";
        if (check instanceof RowCheck.Apart apart) {
            return overlapping(apart, "", limit);
        }
        if (check instanceof RowCheck.ApartInFile apart) {
            return overlapping(new RowCheck.Apart(apart.key(), apart.from(), apart.to()), inFile, limit);
        }
        return repeated(((RowCheck.UniqueInFile) check).columns(), inFile, limit);
    }

    /** Where any two periods overlap, one does with the next one to begin; that one is told, with the place of the other. */
    private List<RowFault> overlapping(RowCheck.Apart check, String scope, int limit) {
        String from = Identifier.quote(check.from());
        String to = Identifier.quote(check.to());
        return faults(
                """
                SELECT ["earlier row", "this row"], 1, %1$s FROM (
                  SELECT *, rowid AS "this row", lag(rowid) OVER w AS "earlier row", lag(%2$s) OVER w AS "earlier end" FROM %3$s
                  WINDOW w AS (PARTITION BY %4$s%5$s ORDER BY %6$s, rowid))
                WHERE "earlier row" IS NOT NULL AND ("earlier end" IS NULL OR "earlier end" > %6$s) ORDER BY "this row" LIMIT %7$d
                """.formatted(
                                texts(check.columns(), ""),
                                to,
                                rows.table().handle(),
                                Identifier.list(check.key()),
                                scope,
                                from,
                                limit),
                check.columns().size());
    }

    private static String anyNull(List<String> columns) {
        return columns.stream()
                .map(column -> Identifier.quote(column) + " IS NULL")
                .collect(Collectors.joining(" OR "));
    }

    private List<RowFault> where(String condition, List<String> columns, int limit) {
        return faults(
                "SELECT [rowid], 1, " + texts(columns, "") + " FROM "
                        + rows.table().handle() + " WHERE " + condition + " ORDER BY rowid LIMIT " + limit,
                columns.size());
    }

    /**
     * Whether a single column of whole numbers that lie close together repeats none: one bit for each number shows it, at a
     * fraction of what grouping costs.
     */
    private boolean isPlainlyUnique(List<String> columns) {
        boolean whole = columns.size() == 1
                && rows.table()
                        .schema()
                        .column(columns.get(0))
                        .filter(column -> SMALL_INTEGERS.contains(column.type().text()))
                        .isPresent();
        if (!whole || rows.table().rows() == 0) {
            return false;
        }
        String name = Identifier.quote(columns.get(0));
        String handle = rows.table().handle();
        session.countDataStatement();
        Range range = session.one(
                "SELECT min(" + name + ")::HUGEINT::VARCHAR, max(" + name + ")::HUGEINT::VARCHAR FROM " + handle,
                row -> Range.of(row.getString(1), row.getString(2)));
        if (!range.isDense(rows.table().rows())) {
            return false;
        }
        session.countDataStatement();
        return session.one(
                "SELECT bit_count(bitstring_agg(%s, %s, %s)) = count(*) FROM %s"
                        .formatted(name, range.from(), range.to(), handle),
                row -> row.getBoolean(1));
    }

    /** Least and greatest of the values. */
    private record Range(BigInteger from, BigInteger to) {
        static Range of(@Nullable String least, @Nullable String greatest) {
            return new Range(
                    new BigInteger(Objects.requireNonNullElse(least, "0")),
                    new BigInteger(Objects.requireNonNullElse(greatest, "0")));
        }

        boolean isDense(long rows) {
            BigInteger most = BigInteger.valueOf(Math.min(rows, MOST_BITS / BITS_PER_ROW) * BITS_PER_ROW);
            return to.subtract(from).compareTo(most) <= 0;
        }
    }

    /** First the few values, by an aggregate that spills, and then their rows. */
    private List<RowFault> repeated(List<String> columns, String scope, int limit) {
        if (isPlainlyUnique(columns)) {
            return List.of();
        }
        String names = Identifier.list(columns);
        String handle = rows.table().handle();
        String same = columns.stream()
                .map(column -> "r." + Identifier.quote(column) + " IS NOT DISTINCT FROM f." + Identifier.quote(column))
                .collect(Collectors.joining(" AND "));
        String keys =
                columns.stream().map(column -> "f." + Identifier.quote(column)).collect(Collectors.joining(", "));
        String inFile = scope.isEmpty() ? "" : " AND r." + StageLoad.PART + " = f." + StageLoad.PART;
        return faults(
                """
                WITH f AS MATERIALIZED (SELECT %1$s%2$s, count(*) AS "how often", min(rowid) AS "first row" FROM %3$s
                  GROUP BY %1$s%2$s HAVING count(*) > 1 ORDER BY "first row" LIMIT %4$d)
                SELECT list(r.rowid ORDER BY r.rowid)[:%5$d], any_value(f."how often"), %6$s
                FROM %3$s r JOIN f ON %7$s GROUP BY f."first row", %8$s ORDER BY f."first row"
                """.formatted(names, scope, handle, limit, PLACES, texts(columns, "f."), same + inFile, keys),
                columns.size());
    }

    private static String texts(List<String> columns, String of) {
        return columns.stream()
                .map(column -> of + Identifier.quote(column) + "::VARCHAR")
                .collect(Collectors.joining(", "));
    }

    private record Found(List<Long> places, long count, List<@Nullable String> values) {}

    private List<RowFault> faults(String sql, int columns) {
        session.countDataStatement();
        List<Found> found = session.list(sql, row -> found(row, columns));
        return found.stream()
                .map(fault -> new RowFault(
                        fault.values(), fault.places().stream().map(this::place).toList(), fault.count()))
                .toList();
    }

    private static Found found(ResultSet row, int columns) throws SQLException {
        List<Long> places = new ArrayList<>();
        Array array = row.getArray(1);
        for (Object place : (Object[]) array.getArray()) {
            places.add(((Number) place).longValue());
        }
        List<@Nullable String> values = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            values.add(row.getString(3 + i));
        }
        return new Found(places, row.getLong(2), values);
    }

    /** Rows stand in the stage in order of the files, so counting finds the file. */
    private Location place(long row) {
        long left = row;
        int part = 0;
        while (part < rows.parts().size() - 1 && left >= rows.parts().get(part).rows()) {
            left -= rows.parts().get(part).rows();
            part++;
        }
        for (FileGroup group : groups) {
            if (part < group.files().size()) {
                return group.place(part, left, -1);
            }
            part -= group.files().size();
        }
        return Location.ofFile(rows.parts().get(0).name());
    }
}
