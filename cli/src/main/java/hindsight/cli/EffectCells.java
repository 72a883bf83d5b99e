package hindsight.cli;

import hindsight.history.RowShape;
import hindsight.run.Explain.Effect;
import hindsight.run.ExplainedRow;
import hindsight.run.ExplainedRow.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lines of a table that tell, cell by cell, what each effect made of a value: of a number how much it added, of anything else what it became.
 *
 * @param shape of the rows
 * @param effects in order
 */
record EffectCells(RowShape shape, List<Effect> effects) {
    private static final String NOTHING = "-";

    /** The columns behind those of the key. */
    List<TextTable.Column> columns() {
        List<TextTable.Column> columns = new ArrayList<>();
        columns.add(TextTable.Column.text("Column"));
        columns.add(TextTable.Column.number("Before"));
        effects.forEach(effect -> columns.add(TextTable.Column.number("By " + ExplanationHeadline.word(effect))));
        columns.add(TextTable.Column.number("After"));
        return columns;
    }

    /** One line for each cell; one for a row of which nothing but the key is told. */
    List<TextTable.Row> lines(ExplainedRow row) {
        List<ExplainedRow.Cell> cells = row.cells(shape);
        if (cells.isEmpty()) {
            return List.of(line(row, row.whole()));
        }
        return cells.stream().map(cell -> line(row, cell)).toList();
    }

    private TextTable.Row line(ExplainedRow row, ExplainedRow.Cell cell) {
        List<String> texts = new ArrayList<>();
        row.key().forEach(value -> texts.add(DisplayText.of(value)));
        texts.add(cell.column());
        texts.add(shown(cell.before()));
        Value last = cell.before();
        for (Effect effect : effects) {
            Value next = cell.effects().get(effect);
            texts.add(next == null ? "" : step(last, next));
            last = next == null ? last : next;
        }
        texts.add(shown(cell.after()));
        return new TextTable.Row(tone(cell), texts);
    }

    private static Tone tone(ExplainedRow.Cell cell) {
        if (cell.before().present() == cell.after().present()) {
            return Tone.PLAIN;
        }
        return cell.after().present() ? Tone.GOOD : Tone.BAD;
    }

    private static String shown(Value value) {
        return value.present() ? DisplayText.of(value.value()) : NOTHING;
    }

    private static String step(Value before, Value after) {
        BigDecimal from = number(before.value());
        BigDecimal to = number(after.value());
        if (from == null || to == null) {
            return "-> " + shown(after);
        }
        BigDecimal difference = to.subtract(from);
        String plain = difference.toPlainString();
        return difference.signum() > 0 ? "+" + plain : plain;
    }

    /** Of a floating value the shortest decimal that means it; null for what cannot be subtracted. */
    private static @Nullable BigDecimal number(@Nullable Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal;
        }
        if (value instanceof Long || value instanceof Integer) {
            return BigDecimal.valueOf(((Number) value).longValue());
        }
        if (value instanceof BigInteger integer) {
            return new BigDecimal(integer);
        }
        return value instanceof Double number && Double.isFinite(number) ? BigDecimal.valueOf(number) : null;
    }
}
