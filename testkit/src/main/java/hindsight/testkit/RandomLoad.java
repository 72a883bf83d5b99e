package hindsight.testkit;

import hindsight.project.LoadKind;
import hindsight.schema.Schema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows to load.
 *
 * @param schema names and types of the values
 * @param rows values by column name: Long, BigDecimal, Double, Boolean or text; for changes also {@code op}
 */
public record RandomLoad(LoadKind kind, Schema schema, List<Map<String, @Nullable Object>> rows) {
    public RandomLoad {
        rows = Collections.unmodifiableList(new ArrayList<>(rows));
    }
}
