package hindsight.cli;

import hindsight.run.Explain;
import hindsight.run.Explain.Effect;
import hindsight.run.Explained;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How many rows and cells each effect changes. */
record ExplanationCounts(Explain explain, Explain.Request request) implements CommandResult {
    @Override
    public void writeJson(JsonOutput json) {
        explain.run(request, explained -> {
            json.object(() -> {
                ExplanationHeadline.write(explained, json);
                json.name("changed_cells")
                        .object(() -> explained
                                .changedCells()
                                .forEach((effect, cells) -> json.field(ExplanationHeadline.word(effect), cells)));
            });
            return Set.of();
        });
    }

    @Override
    public void writeText(Output output) {
        explain.run(request, explained -> {
            ExplanationHeadline.print(explained, output);
            print(explained, explained.changedCells(), output);
            return Set.of();
        });
    }

    private static void print(Explained explained, Map<Effect, Map<String, Long>> changed, Output output) {
        List<TextTable.Column> columns = new ArrayList<>();
        columns.add(TextTable.Column.text("Column"));
        changed.keySet()
                .forEach(effect ->
                        columns.add(TextTable.Column.number("Changed by " + ExplanationHeadline.word(effect))));
        List<TextTable.Row> rows = new ArrayList<>();
        for (String column : explained.columns().names()) {
            List<String> texts = new ArrayList<>(List.of(column));
            changed.values().forEach(cells -> texts.add(CommitText.count(cells.getOrDefault(column, 0L))));
            if (changed.values().stream().anyMatch(cells -> cells.containsKey(column))) {
                rows.add(new TextTable.Row(Tone.PLAIN, texts));
            }
        }
        if (!rows.isEmpty()) {
            new TextTable(columns).print(rows, output);
        }
    }
}
