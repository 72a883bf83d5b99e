package hindsight.run;

import hindsight.engine.StagedFiles;
import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.history.TableRole;
import hindsight.problem.Problem;
import hindsight.problem.Problems;
import hindsight.problem.Suggestion;
import hindsight.project.Effective;
import hindsight.project.LoadKind;
import hindsight.project.SourceDefinition;
import hindsight.schema.Column;
import hindsight.schema.Name;
import hindsight.schema.Schema;
import hindsight.schema.TypeFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How the columns of a source follow from what is declared, what is remembered and what the files hold. Pure. */
final class SourceColumns {
    static final String OPERATION = "op";
    private static final Set<String> RESERVED = Set.of("_seq", "_weight");

    private final SourceDefinition source;
    private final Optional<TableMemory> before;
    private final Problems problems;

    SourceColumns(SourceDefinition source, Optional<TableMemory> before, Problems problems) {
        this.source = source;
        this.before = before;
        this.problems = problems;
    }

    /** Columns to read as they are remembered; what is declared is read as declared. */
    List<Column> remembered() {
        return before.map(table -> table.definition().schema().columns()).orElse(List.of()).stream()
                .filter(column -> source.columns().stream().noneMatch(declared -> declared.named(column.name())))
                .toList();
    }

    /** Finds declared types that the remembered ones cannot become. */
    void checkDeclared() {
        for (Column declared : source.columns()) {
            before.flatMap(table -> table.definition().schema().column(declared.name()))
                    .filter(known -> known.type()
                            .widen(declared.type())
                            .filter(declared.type()::equals)
                            .isEmpty())
                    .ifPresent(known -> problems.add(Problem.error(
                            "type-changed",
                            source.location(),
                            "Cannot change column " + known.name() + " of source " + source.name() + " from "
                                    + known.type() + " to " + declared.type()
                                    + ": not every value would stay what it is",
                            "Declare " + known.type() + " or a wider type, or load into a new source.")));
        }
    }

    /** What the source is from this load on. */
    TableDefinition definition(StagedFiles files, boolean missingAsNull) {
        List<Column> columns = new ArrayList<>();
        Schema staged = files.table().schema();
        before.ifPresent(table -> table.definition()
                .schema()
                .columns()
                .forEach(column -> columns.add(new Column(
                        column.name(),
                        staged.column(column.name()).orElse(column).type()))));
        for (Column column : staged.columns()) {
            boolean known = columns.stream().anyMatch(other -> other.named(column.name()));
            boolean operation = source.kind() == LoadKind.CHANGES && column.named(OPERATION);
            if (!known && !operation) {
                columns.add(column);
            }
        }
        columns.stream()
                .filter(column -> RESERVED.contains(Name.folded(column.name())))
                .forEach(this::reserved);
        if (!missingAsNull) {
            files.parts().forEach(this::checkMissing);
        }
        Schema schema = new Schema(columns);
        source.key().forEach(name -> require(name, "key", schema));
        source.effective().map(Effective::columns).orElse(List.of()).forEach(name -> checkEffective(name, schema));
        return new TableDefinition(
                source.name(),
                TableRole.SOURCE,
                schema,
                Set.of(),
                source.key(),
                source.effective(),
                Optional.of(source.kind()));
    }

    /** Names of columns that the source did not have before. */
    List<String> added(TableDefinition definition) {
        return before.map(table -> definition.schema().names().stream()
                        .filter(name -> table.definition().schema().column(name).isEmpty())
                        .toList())
                .orElse(List.of());
    }

    private void checkMissing(StagedFiles.Part part) {
        List<String> missing = before.map(table -> table.definition().schema().names()).orElse(List.of()).stream()
                .filter(name -> part.columns().stream().noneMatch(column -> Name.same(column, name)))
                .toList();
        if (!missing.isEmpty()) {
            problems.add(Problem.error(
                    "missing-column",
                    "Cannot load " + part.name() + " into " + source.name() + ": it lacks column "
                            + String.join(", ", missing) + ", which the source has",
                    "Give the file the column, or use --missing-as-null to read it as NULL."));
        }
    }

    private void reserved(Column column) {
        problems.add(Problem.error(
                "reserved-column",
                "Cannot load source " + source.name() + ": column name " + column.name() + " is reserved",
                "Rename the column: diffs and logs use _seq and _weight."));
    }

    private void require(String name, String role, Schema schema) {
        if (schema.column(name).isEmpty()) {
            problems.add(Problem.error(
                    "unknown-column",
                    source.location(),
                    "Cannot load source " + source.name() + ": its " + role + " column " + name
                            + " is not in the files",
                    Suggestion.hint(name, schema.names())));
        }
    }

    private void checkEffective(String name, Schema schema) {
        require(name, "effective", schema);
        schema.column(name)
                .filter(column -> column.type().family() != TypeFamily.DATE_TIME)
                .ifPresent(
                        column -> problems.add(
                                Problem.error(
                                        "effective-type",
                                        source.location(),
                                        "Cannot load source " + source.name() + ": its effective column " + name
                                                + " is " + column.type() + ", not DATE or TIMESTAMP",
                                        "Declare its type under 'columns', with csv.date_format where the files write dates in their own way.")));
    }
}
