package hindsight.plan;

import hindsight.graph.KnownTables;
import hindsight.graph.Model;
import hindsight.problem.Problem;
import hindsight.problem.Problems;
import hindsight.problem.Suggestion;
import hindsight.project.ColumnTest;
import hindsight.project.Materialization;
import hindsight.project.ModelDefinition;
import hindsight.schema.Column;
import hindsight.schema.Schema;
import hindsight.schema.TypeFamily;
import java.util.Optional;
import java.util.function.Function;

/** Compares what a model's settings name with the columns that its SQL gives. */
final class SettingsCheck {
    private final ModelDefinition model;
    private final KnownTables names;
    private final Function<String, Optional<Schema>> tables;
    private final Problems problems;

    /**
     * A check of one model.
     *
     * @param names of all sources and models
     * @param tables columns of those where they are known
     */
    SettingsCheck(Model model, KnownTables names, Function<String, Optional<Schema>> tables, Problems problems) {
        this.model = model.definition();
        this.names = names;
        this.tables = tables;
        this.problems = problems;
    }

    void check(Schema schema) {
        ModelDefinition.ModelSettings settings = model.settings();
        settings.key().forEach(column -> column(schema, "key", column));
        settings.effective()
                .flatMap(column -> column(schema, "effective", column))
                .ifPresent(this::effective);
        if (settings.orderedFloats() && settings.materialization() == Materialization.VIEW) {
            ordered();
        }
        settings.columnDescriptions().keySet().forEach(column -> column(schema, "columns." + column, column));
        settings.tests().forEach(test -> {
            if (!settings.columnDescriptions().containsKey(test.column())) {
                column(schema, "columns." + test.column(), test.column());
            }
            if (test instanceof ColumnTest.Relationships relationship) {
                relationship(relationship);
            }
        });
    }

    private void ordered() {
        problems.add(Problem.error(
                "ordered-view",
                model.location("float"),
                "Cannot order the floating sums of view " + model.name()
                        + ": it stores no rows, so that who reads it adds",
                "Say 'float: ordered' in the models that read it."));
    }

    private Optional<Column> column(Schema schema, String setting, String name) {
        Optional<Column> column = schema.column(name);
        if (column.isEmpty()) {
            problems.add(Problem.error(
                    "unknown-column",
                    model.location(setting),
                    "Cannot use column '" + name + "' as " + setting.replaceFirst("\\..*", "") + " of " + model.name()
                            + ": its SQL gives no such column",
                    Suggestion.hint(name, schema.names())));
        }
        return column;
    }

    private void effective(Column column) {
        if (column.type().family() != TypeFamily.DATE_TIME) {
            problems.add(Problem.error(
                    "effective-type",
                    model.location("effective"),
                    "Cannot use column '" + column.name() + "' as effective of " + model.name() + ": it is "
                            + column.type() + ", not DATE or TIMESTAMP",
                    "Cast it in the SQL, such as CAST(" + column.name() + " AS DATE) AS " + column.name()));
        }
    }

    private void relationship(ColumnTest.Relationships test) {
        if (names.declared(test.toTable()).isEmpty()) {
            problems.add(Problem.error(
                    "unknown-table",
                    model.location("columns." + test.column()),
                    "Cannot test column '" + test.column() + "' of " + model.name() + ": there is no table '"
                            + test.toTable() + "'",
                    "Write the name of a source or model."));
        }
        Schema target = tables.apply(test.toTable()).orElse(null);
        if (target != null && target.column(test.toColumn()).isEmpty()) {
            problems.add(Problem.error(
                    "unknown-column",
                    model.location("columns." + test.column()),
                    "Cannot test column '" + test.column() + "' of " + model.name() + ": " + test.toTable()
                            + " has no column '" + test.toColumn() + "'",
                    Suggestion.hint(test.toColumn(), target.names())));
        }
    }
}
