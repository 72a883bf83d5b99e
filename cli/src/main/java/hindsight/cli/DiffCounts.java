package hindsight.cli;

import hindsight.cli.TextTable.Column;
import hindsight.run.Diff;

/** How many rows and cells a diff changes. */
record DiffCounts(Diff.Counts counts) implements CommandResult {
    @Override
    public void writeJson(JsonOutput json) {
        json.object(() -> {
            DiffHeadline.write(counts.summary(), json);
            json.field("changed_cells", counts.changedCells());
        });
    }

    @Override
    public void writeText(Output output) {
        DiffHeadline.print(counts.summary(), output);
        if (!counts.changedCells().isEmpty()) {
            TextTable.of(Column.text("Column"), Column.number("Changed cells"))
                    .print(
                            counts.changedCells().entrySet().stream()
                                    .map(entry -> TextTable.Row.of(entry.getKey(), CommitText.count(entry.getValue())))
                                    .toList(),
                            output);
        }
    }
}
