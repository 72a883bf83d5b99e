package hindsight.run;

import hindsight.engine.FileStage;
import hindsight.engine.RowCheck;
import hindsight.engine.RowFault;
import hindsight.engine.StagedFiles;
import hindsight.problem.Location;
import hindsight.problem.Problem;
import hindsight.problem.Problems;
import hindsight.project.Effective;
import hindsight.project.LoadKind;
import hindsight.project.SourceDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Checks staged rows before they become a diff: keys, operations, effective values. */
final class LoadChecks {
    private static final int SHOWN = 5;

    private final FileStage stage;
    private final SourceDefinition source;
    private final StagedFiles rows;
    private final Problems problems;

    LoadChecks(FileStage stage, SourceDefinition source, StagedFiles rows, Problems problems) {
        this.stage = stage;
        this.source = source;
        this.rows = rows;
        this.problems = problems;
    }

    void run() {
        if (source.kind() == LoadKind.CHANGES) {
            find(
                    new RowCheck.OneOf(SourceColumns.OPERATION, List.of("I", "U", "D")),
                    "bad-operation",
                    "op",
                    "is not I, U or D");
        }
        List<String> key = source.key();
        if (!key.isEmpty()) {
            find(new RowCheck.NotNull(key), "null-key", "key " + String.join(", ", key), "has a NULL");
            unique(key);
        }
        List<String> effective = source.effective().map(Effective::columns).orElse(List.of());
        if (!effective.isEmpty() && source.kind() != LoadKind.CHANGES) {
            find(
                    new RowCheck.NotNull(effective.subList(0, 1)),
                    "null-effective",
                    "effective column " + effective.get(0),
                    "is NULL");
        }
    }

    /** Later files replace what earlier ones say; within a file, and within a snapshot, a key stands once. */
    private void unique(List<String> key) {
        List<String> columns = new ArrayList<>(key);
        source.order().ifPresent(columns::add);
        boolean acrossFiles = source.kind() == LoadKind.SNAPSHOT
                || source.kind() == LoadKind.APPEND
                || source.order().isPresent();
        RowCheck check = acrossFiles ? new RowCheck.Unique(columns) : new RowCheck.UniqueInFile(columns);
        find(check, "duplicate-key", "key " + String.join(", ", columns), "stands in more than one row");
    }

    private void find(RowCheck check, String code, String what, String wrong) {
        List<RowFault> faults = stage.faults(rows, check, SHOWN);
        for (RowFault fault : faults) {
            Location place = fault.places().isEmpty()
                    ? source.location()
                    : fault.places().get(0);
            problems.add(Problem.error(
                    code,
                    place,
                    "Cannot load source " + source.name() + ": " + what + " " + wrong + ", " + described(check, fault),
                    hint(code)));
        }
    }

    private static String described(RowCheck check, RowFault fault) {
        List<String> columns = columns(check);
        String values = IntStream.range(0, columns.size())
                .mapToObj(i -> columns.get(i) + "=" + fault.values().get(i))
                .collect(Collectors.joining(", "));
        String others = fault.places().stream().skip(1).map(Location::toString).collect(Collectors.joining(", "));
        return values
                + (fault.rows() > 1 ? " in " + fault.rows() + " rows" : "")
                + (others.isEmpty() ? "" : " (also " + others + ")");
    }

    private static List<String> columns(RowCheck check) {
        if (check instanceof RowCheck.NotNull notNull) {
            return notNull.columns();
        }
        if (check instanceof RowCheck.OneOf oneOf) {
            return List.of(oneOf.column());
        }
        return check instanceof RowCheck.Unique unique ? unique.columns() : ((RowCheck.UniqueInFile) check).columns();
    }

    private String hint(String code) {
        return switch (code) {
            case "duplicate-key" ->
                source.kind() == LoadKind.CHANGES && source.order().isEmpty()
                        ? "Declare 'order: column', so that the last change of a key wins."
                        : "Mend the file, or declare the columns that really name a row as 'key'.";
            case "null-key" -> "Every row needs its key: mend the file, or declare another key.";
            case "bad-operation" -> "Write I for a new row, U for a changed one, D for a deleted one.";
            default -> "Every row needs the moment from which it is true: mend the file.";
        };
    }
}
