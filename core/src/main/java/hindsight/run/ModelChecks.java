package hindsight.run;

import hindsight.history.TableDefinition;
import hindsight.problem.Location;
import hindsight.problem.Severity;
import hindsight.project.ColumnTest;
import hindsight.project.Effective;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import hindsight.sql.Identifier;
import hindsight.sql.Literal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What must hold of a table's rows: its key, its effective column, and the tests that a model declares for columns. */
final class ModelChecks {
    /** What to do when rows that a source has do not go with a new declaration of it. */
    static final String REDECLARED =
            "Declare what was declared before; or mend the rows by a load under that, and then change it.";

    private static final String ROWS = "rows";
    private static final String OTHER = "other";
    private static final String COUNT = Identifier.quote("number of rows");

    private final String table;
    private final TableDefinition definition;
    private final Function<String, Location> places;

    /** @param places where a setting stands */
    ModelChecks(String table, TableDefinition definition, Function<String, Location> places) {
        this.table = table;
        this.definition = definition;
        this.places = places;
    }

    /** Without these, rows cannot be told apart or placed in time. */
    List<Check> integrity() {
        List<Check> checks = new ArrayList<>();
        List<String> key = definition.key();
        if (!key.isEmpty()) {
            String shown = "[" + String.join(", ", key) + "]";
            String what = "with NULL in the key " + shown;
            checks.add(check("null-key", "key", "no NULL in key " + shown, words(what), anyNull(key))
                    .hinting("Leave such rows out, or name a key whose columns are never NULL."));
            Check.Words repeated = new Check.Words(
                    "",
                    "value of the key " + shown + " in more than one row",
                    "values of the key " + shown + " in more than one row");
            checks.add(check("duplicate-key", "key", "unique key " + shown, repeated, repeated(key))
                    .hinting("Give one row for each value, or name another key."));
        }
        definition
                .effective()
                .map(effective -> effective.columns().get(0))
                .ifPresent(column -> checks.add(check(
                                "null-effective",
                                "effective",
                                "no NULL in effective " + column,
                                words("with NULL in the effective column " + column),
                                anyNull(List.of(column)))
                        .hinting("Leave such rows out, or name a column that is never NULL.")));
        definition.period().ifPresent(period -> checks.addAll(periods(period)));
        return checks;
    }

    private List<Check> periods(Effective.Period period) {
        String from = Identifier.quote(period.from());
        String to = Identifier.quote(period.to());
        String next = "lead(" + from + ") OVER (PARTITION BY " + Identifier.list(definition.entity()) + " ORDER BY "
                + from + ")";
        return List.of(
                check(
                        "empty-period",
                        "effective",
                        "no empty period",
                        words("with a period that does not end after it begins"),
                        "FROM rows WHERE " + from + " >= " + to),
                check(
                        "overlapping-periods",
                        "effective",
                        "no periods of one key that overlap",
                        words("with a period in which another one of its key begins"),
                        "FROM rows QUALIFY " + next + " IS NOT NULL AND (" + to + " IS NULL OR " + to + " > " + next
                                + ")"));
    }

    /** What a model's settings demand of its columns. */
    List<Check> declared(List<ColumnTest> tests) {
        return tests.stream().map(this::declared).toList();
    }

    /** Such as {@code not_null of daily.tax}. */
    static String name(String table, ColumnTest test) {
        String kind;
        if (test instanceof ColumnTest.NotNull) {
            kind = "not_null";
        } else if (test instanceof ColumnTest.Unique) {
            kind = "unique";
        } else if (test instanceof ColumnTest.AcceptedValues) {
            kind = "accepted_values";
        } else {
            kind = "relationships";
        }
        return kind + " of " + table + "." + test.column();
    }

    private Check declared(ColumnTest test) {
        Map<String, String> own = Map.of(ROWS, table);
        if (test instanceof ColumnTest.NotNull) {
            return test(test, "row", anyNull(List.of(test.column())), own);
        }
        if (test instanceof ColumnTest.Unique) {
            return test(test, "value", repeated(List.of(test.column())), own);
        }
        if (test instanceof ColumnTest.AcceptedValues accepted) {
            return test(test, "value", unaccepted(accepted), own);
        }
        ColumnTest.Relationships relationship = (ColumnTest.Relationships) test;
        return test(test, "value", orphans(relationship), Map.of(ROWS, table, OTHER, relationship.toTable()));
    }

    private static String anyNull(List<String> columns) {
        return "FROM rows WHERE "
                + columns.stream()
                        .map(name -> Identifier.quote(name) + " IS NULL")
                        .collect(Collectors.joining(" OR "));
    }

    private static String repeated(List<String> columns) {
        String present = columns.stream()
                .map(name -> Identifier.quote(name) + " IS NOT NULL")
                .collect(Collectors.joining(" AND "));
        String names = Identifier.list(columns);
        return "SELECT " + names + ", count(*) AS " + COUNT + " FROM rows WHERE " + present + " GROUP BY " + names
                + " HAVING count(*) > 1";
    }

    private String unaccepted(ColumnTest.AcceptedValues test) {
        DataType type =
                definition.schema().column(test.column()).map(Column::type).orElse(DataType.VARCHAR);
        String column = Identifier.quote(test.column());
        String values = test.values().stream()
                .map(value -> "CAST(" + Literal.string(value) + " AS " + type.text() + ")")
                .collect(Collectors.joining(", "));
        return counted(column, values.isEmpty() ? "true" : column + " NOT IN (" + values + ")");
    }

    private static String orphans(ColumnTest.Relationships test) {
        String column = Identifier.quote(test.column());
        String other = OTHER + "." + Identifier.quote(test.toColumn());
        return counted(column, "NOT EXISTS (FROM other WHERE " + other + " = rows." + column + ")");
    }

    private static String counted(String column, String condition) {
        return "SELECT " + column + ", count(*) AS " + COUNT + " FROM rows WHERE " + column + " IS NOT NULL AND "
                + condition + " GROUP BY " + column;
    }

    private Check check(String code, String setting, String name, Check.Words words, String sql) {
        return new Check(
                code,
                Optional.of(table),
                name + " of " + table,
                words,
                places.apply(setting),
                Severity.ERROR,
                sql,
                Map.of(ROWS, table),
                "");
    }

    private Check test(ColumnTest test, String unit, String sql, Map<String, String> reads) {
        String name = name(table, test);
        return new Check(
                "test-failed",
                Optional.of(table),
                name,
                new Check.Words("test " + name + " finds ", unit, unit + "s"),
                places.apply("columns." + test.column()),
                test.severity(),
                sql,
                reads,
                Check.mend(test.severity()));
    }

    private static Check.Words words(String what) {
        return new Check.Words("", "row " + what, "rows " + what);
    }
}
