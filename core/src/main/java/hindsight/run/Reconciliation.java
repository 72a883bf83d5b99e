package hindsight.run;

import hindsight.engine.StagedFiles;
import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.history.TableRole;
import hindsight.problem.InvalidException;
import hindsight.problem.Location;
import hindsight.problem.Problem;
import hindsight.problem.Problems;
import hindsight.problem.RefusedException;
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
import java.util.stream.Collectors;

/**
 * Brings what files hold together with what is remembered of a source and what the project declares: gives the definition under which
 * the rows are taken. Pure.
 */
final class Reconciliation {
    static final String OPERATION = "op";
    /** Names that results of ours or rows of the engine have for themselves. */
    private static final Set<String> RESERVED = Set.of("_seq", "_weight", "rowid");

    private final SourceDefinition source;
    private final Optional<TableMemory> before;
    private final StagedFiles staged;
    private final Problems faults = new Problems();
    private final Problems refusals = new Problems();
    private final Problems warnings = new Problems();

    private Reconciliation(SourceDefinition source, Optional<TableMemory> before, StagedFiles staged) {
        this.source = source;
        this.before = before;
        this.staged = staged;
    }

    /** A definition, and what to tell of it. */
    record Result(TableDefinition definition, List<Problem> warnings) {}

    /**
     * Finds the definition.
     *
     * @param before what is remembered, unless it was dropped
     * @throws InvalidException when rows and declaration do not go together
     * @throws RefusedException when a column is missing and that is not {@code allowed}
     */
    static Result of(
            SourceDefinition source, Optional<TableMemory> before, StagedFiles staged, boolean missingAllowed) {
        Reconciliation reconciliation = new Reconciliation(source, before, staged);
        Result result = reconciliation.reconcile(missingAllowed);
        reconciliation.faults.throwIfErrors();
        if (reconciliation.refusals.hasErrors()) {
            throw new RefusedException(reconciliation.refusals.list());
        }
        return result;
    }

    private Result reconcile(boolean missingAllowed) {
        before.filter(table -> table.definition().role() != TableRole.SOURCE).ifPresent(table -> {
            throw new RefusedException(roleChanged(table));
        });
        Schema schema = schema();
        checkReserved(schema);
        if (source.kind() == LoadKind.CHANGES && isMissing(OPERATION)) {
            faults.add(noColumn("the column " + OPERATION + " of changes", OPERATION));
        }
        source.key().forEach(column -> checkNeeded("key", column));
        source.effective()
                .ifPresent(effective -> effective.columns().forEach(column -> {
                    checkGiven(column);
                    schema.column(column).ifPresent(this::checkMoment);
                }));
        checkPeriod(schema);
        source.order().ifPresent(column -> checkNeeded("order", column));
        if (!missingAllowed) {
            schema.names().stream().filter(name -> !isNeeded(name)).forEach(this::checkComplete);
        }
        tellGuesses(schema);
        TableDefinition definition = new TableDefinition(
                before.map(TableMemory::name).orElse(source.name()),
                TableRole.SOURCE,
                schema,
                Set.of(),
                source.rowKey().stream().map(name -> spelled(schema, name)).toList(),
                source.effective().map(effective -> spelled(schema, effective)),
                Optional.of(source.kind()));
        return new Result(definition, warnings.list());
    }

    private Problem roleChanged(TableMemory table) {
        return Problem.error(
                "role-changed",
                source.location(),
                "Cannot load " + source.name() + ": the warehouse remembers a model of that name",
                "Give the source another name, or run apply --drop " + table.name() + " before it is declared.");
    }

    /** Remembered columns in their order, then new ones in that of the files. */
    private Schema schema() {
        List<Column> columns = new ArrayList<>();
        Schema known = before.map(table -> table.definition().schema()).orElse(new Schema(List.of()));
        known.columns().forEach(column -> columns.add(evolved(column)));
        for (Column column : staged.table().schema().columns()) {
            if (known.column(column.name()).isEmpty() && !isOperation(column.name())) {
                columns.add(column);
                if (before.isPresent() && !isMissing(column.name())) {
                    warnings.add(Problem.warning(
                            "column-added",
                            source.name() + " has a new column " + column.name() + " (" + column.type()
                                    + "), NULL in the rows so far",
                            ""));
                }
            }
        }
        return new Schema(columns);
    }

    private Column evolved(Column known) {
        Column fresh = staged.table().schema().column(known.name()).orElse(known);
        if (fresh.type().equals(known.type())) {
            return known;
        }
        if (known.type().widen(fresh.type()).filter(fresh.type()::equals).isEmpty()) {
            faults.add(
                    Problem.error(
                            "type-changed",
                            source.location(),
                            "Cannot load " + source.name() + ": column " + known.name() + " is " + fresh.type()
                                    + " now and was " + known.type() + " so far",
                            isFiner(known, fresh)
                                    ? "TIMESTAMP_NS reaches from 1677 to 2262 only, so no other type widens to it. Load the rows into another source."
                                    : "Types only widen, within one family. Declare it as it was, or load the rows into another source."));
            return known;
        }
        warnings.add(Problem.warning(
                "column-widened",
                source.name() + "." + known.name() + " becomes " + fresh.type() + "; it was " + known.type(),
                ""));
        return new Column(known.name(), fresh.type());
    }

    private static boolean isFiner(Column known, Column fresh) {
        return fresh.type().text().equals("TIMESTAMP_NS") && known.type().family() == TypeFamily.DATE_TIME;
    }

    private void checkReserved(Schema schema) {
        schema.names().stream()
                .filter(name -> RESERVED.contains(Name.folded(name)))
                .forEach(name -> faults.add(Problem.error(
                        "reserved-name",
                        firstFile(),
                        "Cannot load a column named " + name + ": Hindsight uses that name itself",
                        "Rename it in the file.")));
    }

    private void checkNeeded(String role, String column) {
        if (isMissing(column)) {
            faults.add(noColumn("the " + role + " column " + column, column));
        } else {
            partWithout(column)
                    .ifPresent(part -> faults.add(Problem.error(
                            "missing-column",
                            Location.ofFile(part.name()),
                            "Cannot load the file into " + source.name() + ": it lacks the " + role + " column "
                                    + column,
                            Suggestion.hint(column, part.columns()))));
        }
    }

    /** Effective time stands in the file, unless it is stated for the file as a whole. */
    private void checkGiven(String column) {
        if (!source.isDated()) {
            checkNeeded("effective", column);
        } else if (!isMissing(column)) {
            faults.add(Problem.error(
                    "stated-twice",
                    firstFile(),
                    "Cannot load the file into " + source.name() + ": it has a column " + column
                            + ", which --effective states for all of it",
                    "Leave it out of the file; or declare load: upsert, and each row holds for its own period."));
        }
    }

    private void checkPeriod(Schema schema) {
        source.period()
                .filter(period -> schema.types(period.columns()).size() > 1 && !faults.hasErrors())
                .ifPresent(period -> faults.add(Problem.error(
                        "effective-type",
                        source.location(),
                        "Cannot load " + source.name() + ": "
                                + period.columns().stream()
                                        .flatMap(name -> schema.column(name).stream())
                                        .map(column -> column.name() + " is " + column.type())
                                        .collect(Collectors.joining(", and ")),
                        "Both ends of a period are of one type: declare that under columns.")));
    }

    private Problem noColumn(String what, String column) {
        List<String> known = staged.parts().stream()
                .flatMap(part -> part.columns().stream())
                .distinct()
                .toList();
        return Problem.error(
                "missing-column",
                firstFile(),
                "Cannot load the file into " + source.name() + ": it lacks " + what,
                Suggestion.hint(column, known));
    }

    /** Events and states are placed in business time, which has no zone. */
    private void checkMoment(Column column) {
        boolean unseen = staged.table().rows() == 0 && staged.guessed().contains(column.name());
        if (column.type().family() == TypeFamily.DATE_TIME || unseen) {
            return;
        }
        boolean zoned = column.type().family() == TypeFamily.ZONED;
        faults.add(Problem.error(
                "effective-type",
                source.location(),
                "Cannot load " + source.name() + ": its effective column " + column.name() + " is " + column.type(),
                zoned
                        ? "Effective time has no zone. Declare columns: {" + column.name()
                                + ": TIMESTAMP} where all values are UTC."
                        : "It must be DATE or TIMESTAMP. Declare it as that: columns: {" + column.name() + ": DATE}."));
    }

    private void checkComplete(String column) {
        partWithout(column).ifPresent(part -> {
            boolean known = before.flatMap(table -> table.definition().schema().column(column))
                    .isPresent();
            refusals.add(Problem.error(
                    "missing-column",
                    Location.ofFile(part.name()),
                    "Cannot load the file into " + source.name() + ": it lacks column " + column
                            + (known ? "" : otherwise(column)),
                    "Take NULL for it with --missing-as-null."));
        });
    }

    private String otherwise(String column) {
        return staged.parts().stream()
                .filter(part -> has(part, column))
                .findFirst()
                .map(part -> ", which " + part.name() + " has")
                .orElse(", which is declared");
    }

    private void tellGuesses(Schema schema) {
        if (before.isEmpty() && staged.table().rows() == 0) {
            warnings.add(Problem.warning(
                    "no-rows",
                    source.name() + " stays unknown: there are no rows to load",
                    "Its first rows make the table."));
        }
        String columns = staged.guessed().stream()
                .filter(name ->
                        schema.column(name).isPresent() && staged.table().rows() > 0 && before.isEmpty())
                .sorted()
                .collect(Collectors.joining(", "));
        if (!columns.isEmpty()) {
            warnings.add(Problem.warning(
                    "type-guessed",
                    source.name() + " is taken with " + columns
                            + " as VARCHAR: there is no value to tell the type from",
                    "Types stay as they are first loaded. Declare another one under columns before that."));
        }
    }

    private boolean isNeeded(String column) {
        return source.key().stream().anyMatch(name -> Name.same(name, column))
                || source.order().filter(name -> Name.same(name, column)).isPresent()
                || source.effective().stream()
                        .flatMap(effective -> effective.columns().stream())
                        .anyMatch(name -> Name.same(name, column));
    }

    private boolean isOperation(String column) {
        return source.kind() == LoadKind.CHANGES && Name.same(column, OPERATION);
    }

    private boolean isMissing(String column) {
        return staged.parts().stream().noneMatch(part -> has(part, column));
    }

    private Optional<StagedFiles.Part> partWithout(String column) {
        return staged.parts().stream().filter(part -> !has(part, column)).findFirst();
    }

    private static boolean has(StagedFiles.Part part, String column) {
        return part.columns().stream().anyMatch(name -> Name.same(name, column));
    }

    private Location firstFile() {
        return Location.ofFile(staged.parts().get(0).name());
    }

    private static Effective spelled(Schema schema, Effective effective) {
        if (effective instanceof Effective.Moment moment) {
            return new Effective.Moment(spelled(schema, moment.column()));
        }
        Effective.Period period = (Effective.Period) effective;
        return new Effective.Period(spelled(schema, period.from()), spelled(schema, period.to()));
    }

    private static String spelled(Schema schema, String name) {
        return schema.column(name).map(Column::name).orElse(name);
    }
}
