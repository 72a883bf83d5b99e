package hindsight.history;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.schema.Column;
import hindsight.schema.DataType;
import hindsight.schema.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class WideTableTest {
    @Test
    void keepsWidenedColumnsAsOne() {
        TableMemory before = table(column("id", DataType.INTEGER, 1));
        TableMemory now = table(column("id", DataType.BIGINT, 2, 1));
        assertThat(WideTable.of(now, List.of(before)).memory()).isEqualTo(now);
    }

    @Test
    void keepsDroppedColumnsUnderTheirName() {
        TableMemory before = table(column("id", DataType.INTEGER, 1), column("fee", DataType.DOUBLE, 2));
        TableMemory now = table(column("id", DataType.INTEGER, 1), column("tax", DataType.DOUBLE, 3));
        assertThat(WideTable.of(now, List.of(before))
                        .memory()
                        .definition()
                        .schema()
                        .names())
                .containsExactly("id", "tax", "fee");
    }

    @Test
    void namesRetypedColumnsByTheirFormerType() {
        TableMemory before = table(column("amt", DataType.INTEGER, 1));
        TableMemory now = table(column("Amt", DataType.VARCHAR, 2));
        WideTable wide = WideTable.of(now, List.of(before, before));
        assertThat(wide.memory().columns())
                .containsExactly(column("Amt", DataType.VARCHAR, 2), column("amt (INTEGER)", DataType.INTEGER, 1));
        assertThat(wide.memory().definition().schema().names()).containsExactly("Amt", "amt (INTEGER)");
        assertThat(wide.named("AMT")).containsExactlyInAnyOrder("Amt", "amt (INTEGER)");
    }

    @Test
    void takesAColumnThatCameBackForOne() {
        TableMemory first = table(column("amt", DataType.INTEGER, 1));
        TableMemory second = table(column("amt", DataType.VARCHAR, 2));
        TableMemory now = table(column("amt", DataType.BIGINT, 3));
        WideTable wide = WideTable.of(now, List.of(first, second));
        assertThat(wide.memory().columns())
                .containsExactly(column("amt", DataType.BIGINT, 3, 1), column("amt (VARCHAR)", DataType.VARCHAR, 2));
    }

    private static StoredColumn column(String name, DataType type, Integer... physical) {
        return new StoredColumn(new Column(name, type), Arrays.asList(physical), true);
    }

    private static TableMemory table(StoredColumn... columns) {
        Schema schema =
                new Schema(Arrays.stream(columns).map(StoredColumn::column).toList());
        TableDefinition definition = new TableDefinition(
                "t", TableRole.MODEL, schema, Set.of(), List.of(), Optional.empty(), Optional.empty());
        return new TableMemory(
                1, definition, Arrays.asList(columns), 1, 1, 0, Digest.EMPTY, Optional.empty(), false, Line.MAIN);
    }
}
