package hindsight.cli;

import hindsight.history.Rows;
import hindsight.run.Explain;
import hindsight.run.Explain.Effect;
import hindsight.run.Explained;
import hindsight.run.ExplainedRow;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A diff told apart by what made it: by cells where a key names rows, else by rows.
 *
 * @param limit how many cells or rows at most
 */
record Explanation(Explain explain, Explain.Request request, int limit) implements CommandResult {
    @Override
    public void writeJson(JsonOutput json) {
        explain.run(request, explained -> {
            json.object(() -> {
                ExplanationHeadline.write(explained, json);
                ColumnsJson.write(explained.columns(), explained.whole().inexact(), json);
                List<String> names = names(explained);
                json.name("rows")
                        .array(() -> explained.rows(most(), rows -> {
                            new RowCells(rows).forEachRemaining(row -> ColumnsJson.row(names, named(row), json));
                            return Set.of();
                        }));
            });
            return Set.of();
        });
    }

    private OptionalLong most() {
        return limit == Integer.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(limit);
    }

    private static List<String> names(Explained explained) {
        List<String> names = new ArrayList<>(List.of("_effect", "_weight"));
        names.addAll(explained.columns().names());
        return names;
    }

    /** The effect by its name, not by its number. */
    private static List<@Nullable Object> named(List<@Nullable Object> row) {
        List<@Nullable Object> named = new ArrayList<>(row);
        named.set(0, effect(row));
        return named;
    }

    private static Effect effect(List<@Nullable Object> row) {
        return Effect.of(((Number) Objects.requireNonNull(row.get(0))).longValue());
    }

    @Override
    public void writeText(Output output) {
        explain.run(request, explained -> {
            ExplanationHeadline.print(explained, output);
            boolean any = explained.effects().values().stream().anyMatch(effect -> !effect.isEmpty());
            if (any && explained.shape().key().isEmpty()) {
                explained.rows(most(), rows -> printRows(explained, rows, output));
            } else if (any) {
                explained.byKey(rows -> printCells(explained, rows, output));
            }
            return Set.of();
        });
    }

    private Set<?> printRows(Explained explained, Rows rows, Output output) {
        List<TextTable.Column> columns = new ArrayList<>();
        columns.add(TextTable.Column.text("By"));
        columns.add(TextTable.Column.text(""));
        columns.addAll(RowCells.columns(explained.columns()));
        List<TextTable.Row> lines = new ArrayList<>();
        new RowCells(rows).forEachRemaining(row -> lines.add(line(row)));
        new TextTable(columns).print(lines, output);
        tellCut(lines, "rows", output);
        return Set.of();
    }

    private static TextTable.Row line(List<@Nullable Object> row) {
        long weight = ((Number) Objects.requireNonNull(row.get(1))).longValue();
        List<String> texts = new ArrayList<>();
        texts.add(ExplanationHeadline.word(effect(row)));
        texts.add(DiffRows.sign(weight));
        row.subList(2, row.size()).forEach(value -> texts.add(DisplayText.of(value)));
        return new TextTable.Row(weight > 0 ? Tone.GOOD : Tone.BAD, texts);
    }

    private Set<?> printCells(Explained explained, Iterator<ExplainedRow> rows, Output output) {
        EffectCells cells = new EffectCells(
                explained.shape(), List.copyOf(explained.effects().keySet()));
        List<TextTable.Column> columns = new ArrayList<>();
        for (int place : explained.shape().key()) {
            columns.add(RowCells.columns(explained.columns()).get(place));
        }
        columns.addAll(cells.columns());
        List<TextTable.Row> lines = new ArrayList<>();
        while (rows.hasNext() && lines.size() < limit) {
            cells.lines(rows.next()).stream().limit(limit - lines.size()).forEach(lines::add);
        }
        new TextTable(columns).print(lines, output);
        tellCut(lines, "cells", output);
        return Set.of();
    }

    private void tellCut(List<TextTable.Row> lines, String what, Output output) {
        if (lines.size() == limit) {
            output.line(Tone.FAINT, "The first " + CommitText.count(limit) + " " + what + "; more with --limit N.");
        }
    }
}
