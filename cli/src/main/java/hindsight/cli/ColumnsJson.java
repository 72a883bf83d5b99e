package hindsight.cli;

import hindsight.schema.Schema;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Columns and rows as data: {@code columns:[{name, type, exact}]}, and each row as an object of its values by column name. */
final class ColumnsJson {
    private ColumnsJson() {}

    /**
     * Writes the field {@code columns}.
     *
     * @param inexact names of columns whose values may differ in the last digits between recomputations; only they carry {@code exact}
     */
    static void write(Schema schema, Set<String> inexact, JsonOutput json) {
        json.objects("columns", schema.columns(), column -> {
            json.field("name", column.name());
            json.field("type", column.type().text());
            if (inexact.contains(column.name())) {
                json.field("exact", false);
            }
        });
    }

    /** Writes a row as one value. */
    static void row(List<String> names, List<@Nullable Object> values, JsonOutput json) {
        json.object(() -> {
            for (int i = 0; i < names.size(); i++) {
                json.field(names.get(i), values.get(i));
            }
        });
    }
}
