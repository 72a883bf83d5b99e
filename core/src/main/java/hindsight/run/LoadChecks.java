package hindsight.run;

import hindsight.engine.FileStage;
import hindsight.engine.RowCheck;
import hindsight.engine.RowFault;
import hindsight.engine.StagedFiles;
import hindsight.history.StagedTable;
import hindsight.history.TableDefinition;
import hindsight.problem.Location;
import hindsight.problem.Problem;
import hindsight.problem.Problems;
import hindsight.project.Effective;
import hindsight.project.LoadKind;
import hindsight.project.SourceDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks the staged rows of a source before they meet what is remembered, and reduces them to one for each key where that is meant. */
final class LoadChecks {
    private static final int SHOWN = 5;
    private static final int SHOWN_CHARACTERS = 60;
    private static final List<String> OPERATIONS = List.of("I", "U", "D");

    private final FileStage stage;
    private final SourceDefinition source;
    private final TableDefinition definition;
    private final StagedFiles staged;
    private final Problems problems = new Problems();

    LoadChecks(FileStage stage, SourceDefinition source, TableDefinition definition, StagedFiles staged) {
        this.stage = stage;
        this.source = source;
        this.definition = definition;
        this.staged = staged;
    }

    /**
     * The rows to take.
     *
     * @throws hindsight.problem.InvalidException listing rows that cannot be taken
     */
    StagedTable checked() {
        List<String> key = definition.entity();
        if (source.kind() == LoadKind.CHANGES) {
            check(new RowCheck.OneOf(Reconciliation.OPERATION, OPERATIONS), Fault.BAD_OPERATION);
        }
        if (!key.isEmpty()) {
            check(new RowCheck.NotNull(key), Fault.NULL_KEY);
        }
        if (!source.isDated()) {
            definition.effective().ifPresent(this::checkEffective);
        }
        problems.throwIfErrors();
        if (definition.period().isPresent() && !source.isDated()) {
            return oneForEachMoment(key, definition.period().get());
        }
        return key.isEmpty()
                        || stage.faults(staged, new RowCheck.Unique(key), 1).isEmpty()
                ? staged.table()
                : oneForEachKey(key);
    }

    private void checkEffective(Effective effective) {
        List<String> first = List.of(effective.columns().get(0));
        boolean deleted =
                source.kind() == LoadKind.CHANGES && effective.period().isEmpty();
        check(
                deleted
                        ? new RowCheck.NotNullUnless(first, Reconciliation.OPERATION, "D")
                        : new RowCheck.NotNull(first),
                Fault.NULL_EFFECTIVE);
        effective
                .period()
                .ifPresent(period -> check(new RowCheck.Before(period.from(), period.to()), Fault.EMPTY_PERIOD));
    }

    /** As {@link #oneForEachKey}, but rows of one key are in each other's way only where their periods overlap. */
    private StagedTable oneForEachMoment(List<String> key, Effective.Period period) {
        RowCheck apart = new RowCheck.Apart(key, period.from(), period.to());
        if (stage.faults(staged, apart, 1).isEmpty()) {
            return staged.table();
        }
        List<String> columns = new ArrayList<>(key);
        source.order().ifPresent(order -> {
            check(new RowCheck.NotNull(List.of(order)), Fault.NULL_ORDER);
            columns.add(order);
        });
        Fault overlap = source.kind() == LoadKind.UPSERT ? Fault.OVERLAPPING_PERIODS : Fault.UNORDERED_PERIODS;
        check(
                new RowCheck.ApartInFile(columns, period.from(), period.to()),
                source.order().isPresent() ? Fault.TIED_ORDER : overlap);
        problems.throwIfErrors();
        return stage.latest(staged, key, period, source.order());
    }

    /** Of several files the later one wins where its rows replace others by key; within a file only an order can tell. */
    private StagedTable oneForEachKey(List<String> key) {
        boolean replacing = source.kind() == LoadKind.UPSERT || source.kind() == LoadKind.CHANGES;
        Optional<String> order = source.order();
        if (!replacing) {
            check(new RowCheck.Unique(key), Fault.DUPLICATE_KEY);
        } else if (order.isPresent()) {
            check(new RowCheck.NotNull(List.of(order.get())), Fault.NULL_ORDER);
            List<String> columns = new ArrayList<>(key);
            columns.add(order.get());
            check(new RowCheck.UniqueInFile(columns), Fault.TIED_ORDER);
        } else {
            check(
                    new RowCheck.UniqueInFile(key),
                    source.kind() == LoadKind.CHANGES ? Fault.UNORDERED_KEY : Fault.DUPLICATE_KEY);
        }
        problems.throwIfErrors();
        return stage.latest(staged, key, order);
    }

    /** What rows that fail a check have in common, and the way out. */
    private enum Fault {
        BAD_OPERATION(
                "an op that is none of I, U, D", "Write I for a new row, U for a changed one, D for a deleted one."),
        NULL_KEY("NULL in the key", "Every row needs its key: mend the file, or declare another key."),
        NULL_EFFECTIVE(
                "NULL in the effective column", "Every row needs the moment from which it is true: mend the file."),
        EMPTY_PERIOD(
                "a period that does not end after it begins",
                "A period lasts from its first moment to before its second; a second one that is NULL leaves it open. Mend the file."),
        NULL_ORDER("NULL in the order column", "Every change needs its place in the order: mend the file."),
        TIED_ORDER(
                "the same order twice for a key",
                "Only different values tell which change is the last: mend the file."),
        UNORDERED_KEY(
                "more than one row with the same key",
                "Declare order: the column by which the last change of a key wins."),
        OVERLAPPING_PERIODS(
                "periods of one key that overlap",
                "Let each end where the next one begins. Or declare load: changes, where an order tells which row counts."),
        UNORDERED_PERIODS(
                "periods of one key that overlap",
                "Let each end where the next one begins, or declare order: the column by which the last change wins."),
        DUPLICATE_KEY(
                "more than one row with the same key",
                "Mend the file, or declare as key the columns that really name a row.");

        private final String shown;
        private final String hint;

        Fault(String shown, String hint) {
            this.shown = shown;
            this.hint = hint;
        }

        String code() {
            Fault kind = switch (this) {
                case UNORDERED_KEY -> DUPLICATE_KEY;
                case UNORDERED_PERIODS -> OVERLAPPING_PERIODS;
                default -> this;
            };
            return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private void check(RowCheck check, Fault kind) {
        List<RowFault> faults = stage.faults(staged, check, SHOWN + 1);
        if (!faults.isEmpty()) {
            problems.add(problem(check.columns(), kind, faults));
        }
    }

    private Problem problem(List<String> columns, Fault kind, List<RowFault> faults) {
        String listed =
                faults.stream().limit(SHOWN).map(fault -> shown(columns, fault)).collect(Collectors.joining("; "));
        String more = faults.size() > SHOWN ? "; …" : "";
        return Problem.error(
                kind.code(),
                faults.get(0).places().get(0),
                "Cannot load " + source.name() + ": " + kind.shown + ": " + listed + more,
                kind.hint);
    }

    /** {@code id=3 in data/a.csv:4, data/a.csv:9}. */
    private static String shown(List<String> columns, RowFault fault) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            values.add(columns.get(i) + "=" + shown(fault.values().get(i)));
        }
        String places =
                fault.places().stream().map(Location::toString).distinct().collect(Collectors.joining(", "));
        String more = fault.rows() > fault.places().size() ? ", …" : "";
        return String.join(", ", values) + " in " + places + more;
    }

    private static String shown(@Nullable String value) {
        if (value == null) {
            return "NULL";
        }
        return value.length() > SHOWN_CHARACTERS ? value.substring(0, SHOWN_CHARACTERS) + "…" : value;
    }
}
