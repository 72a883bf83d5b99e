package hindsight.cli;

import hindsight.cli.Report.Cell;
import hindsight.cli.Report.Changed;
import hindsight.cli.Report.Grid;
import hindsight.cli.Report.Header;
import hindsight.cli.Report.Line;
import hindsight.cli.Report.Sign;
import hindsight.cli.Report.Value;
import hindsight.history.RowChange;
import hindsight.history.RowStep;
import hindsight.run.RowSample;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Rows that differ as lines: a changed row in one, with its old and new values; columns outside the key that are all alike are left out. */
final class SampleGrid {
    private final List<Column> columns;

    private SampleGrid(RowSample sample) {
        this.columns = sample.schema().columns();
    }

    static Grid of(RowSample sample) {
        SampleGrid grid = new SampleGrid(sample);
        return sample instanceof RowSample.Keyed keyed ? grid.keyed(keyed) : grid.bag((RowSample.Bag) sample);
    }

    private Grid keyed(RowSample.Keyed sample) {
        List<Integer> key = sample.shape().key();
        List<Integer> shown = IntStream.concat(
                        key.stream().mapToInt(Integer::intValue),
                        IntStream.range(0, columns.size())
                                .filter(place -> !key.contains(place))
                                .filter(place -> sample.steps().stream().anyMatch(step -> differs(step, place))))
                .boxed()
                .toList();
        return new Grid(
                shown.stream().map(place -> header(columns.get(place))).toList(),
                sample.steps().stream().map(step -> line(step, shown)).toList());
    }

    private Grid bag(RowSample.Bag sample) {
        boolean copies = sample.rows().stream().anyMatch(row -> Math.abs(row.weight()) > 1);
        List<Header> headers = new ArrayList<>(copies ? List.of(new Header("Times", true)) : List.of());
        columns.forEach(column -> headers.add(header(column)));
        return new Grid(
                headers, sample.rows().stream().map(row -> line(row, copies)).toList());
    }

    private Line line(RowChange row, boolean copies) {
        List<Cell> cells = new ArrayList<>();
        if (copies) {
            cells.add(new Value(CommitText.count(Math.abs(row.weight())), true));
        }
        for (int place = 0; place < columns.size(); place++) {
            cells.add(value(place, row.values().get(place)));
        }
        return new Line(row.weight() > 0 ? Sign.ADDED : Sign.RETRACTED, cells);
    }

    private Line line(RowStep step, List<Integer> shown) {
        List<Cell> cells = shown.stream()
                .map(place -> step.kind() == RowStep.Kind.CHANGED && differs(step, place)
                        ? changed(step, place)
                        : value(place, (step.after() == null ? values(step.before()) : step.after()).get(place)))
                .toList();
        Sign sign = switch (step.kind()) {
            case ADDED -> Sign.ADDED;
            case RETRACTED -> Sign.RETRACTED;
            case CHANGED -> Sign.CHANGED;
        };
        return new Line(sign, cells);
    }

    private static boolean differs(RowStep step, int place) {
        return step.kind() != RowStep.Kind.CHANGED
                || !Objects.equals(
                        values(step.before()).get(place), values(step.after()).get(place));
    }

    private Cell changed(RowStep step, int place) {
        return new Changed(
                value(place, values(step.before()).get(place)),
                value(place, values(step.after()).get(place)));
    }

    private Value value(int place, @Nullable Object value) {
        return new Value(
                DisplayText.of(value),
                value == null || isPlain(columns.get(place).type()));
    }

    private static List<@Nullable Object> values(@Nullable List<@Nullable Object> row) {
        return Objects.requireNonNull(row);
    }

    private static Header header(Column column) {
        return new Header(column.name(), RowCells.isNumber(column.type()));
    }

    private static boolean isPlain(DataType type) {
        return switch (type.family()) {
            case INTEGER, DECIMAL, FLOATING, BOOLEAN, DATE_TIME, ZONED -> true;
            case TEXT, OTHER -> false;
        };
    }
}
