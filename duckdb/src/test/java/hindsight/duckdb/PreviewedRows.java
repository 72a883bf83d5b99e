package hindsight.duckdb;

import hindsight.history.RowChange;
import hindsight.history.RowStep;
import hindsight.run.Diff;
import hindsight.run.Progress;
import hindsight.run.RowSample;
import hindsight.time.Position;
import hindsight.time.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The rows of a diff with their weights, whatever told them. NULLs are left out: a table without rows may have had other columns. */
final class PreviewedRows {
    private PreviewedRows() {}

    static Map<String, Long> of(RowSample sample) {
        List<String> names = sample.schema().names();
        Map<String, Long> rows = new TreeMap<>();
        if (sample instanceof RowSample.Keyed keyed) {
            for (RowStep step : keyed.steps()) {
                add(rows, names, step.before(), -1);
                add(rows, names, step.after(), 1);
            }
        } else {
            for (RowChange change : ((RowSample.Bag) sample).rows()) {
                add(rows, names, change.values(), change.weight());
            }
        }
        return rows;
    }

    /** What one commit did to a table. */
    static Map<String, Long> published(ShopFolder shop, String table, long seq) {
        Diff.Request request =
                new Diff.Request(table, new Span.Single(new Position.Version(seq)), false, OptionalLong.empty());
        return shop.in(
                Progress.SILENT,
                workspace -> new Diff(workspace).rows(request, (summary, rows) -> {
                    Map<String, Long> found = new TreeMap<>();
                    List<String> names = summary.schema().names();
                    while (rows.next()) {
                        List<@Nullable Object> values = new ArrayList<>();
                        for (int i = 0; i < names.size(); i++) {
                            values.add(rows.value(i + 1));
                        }
                        add(found, names, values, Long.parseLong(String.valueOf(rows.value(0))));
                    }
                    return found;
                }));
    }

    private static void add(
            Map<String, Long> rows, List<String> names, @Nullable List<@Nullable Object> values, long weight) {
        if (values != null) {
            Map<String, String> row = new TreeMap<>();
            for (int i = 0; i < names.size(); i++) {
                Object value = values.get(i);
                if (value != null) {
                    row.put(names.get(i), value.toString());
                }
            }
            rows.merge(row.toString(), weight, Long::sum);
        }
    }
}
