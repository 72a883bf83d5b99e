package hindsight.merge;

import hindsight.history.Update.LogicText;
import hindsight.time.EffectiveRange;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that was changed later, so that taking the change before it back, or over, would overwrite it.
 *
 * @param table a source or model
 * @param key values of the key columns, or of all columns where there is no key; empty for a table or its logic as a whole
 * @param column the column that differs; empty where it is not about one
 * @param portion of effective time; empty where it is not about one
 * @param base what the change made it
 * @param ours what it is now
 * @param theirs what it would become
 * @param reason a clause
 */
public record Conflict(
        String table,
        Map<String, @Nullable Object> key,
        Optional<String> column,
        Optional<Portion> portion,
        @Nullable Object base,
        @Nullable Object ours,
        @Nullable Object theirs,
        String reason) {
    /**
     * A half-open range of effective time, as the table has it.
     *
     * @param from null: from the beginning of time
     * @param to null: for ever
     */
    public record Portion(@Nullable String from, @Nullable String to) {
        /** From a moment to before another one. */
        public static Portion of(@Nullable LocalDateTime from, @Nullable LocalDateTime to) {
            return new Portion(text(from), text(to));
        }

        private static @Nullable String text(@Nullable LocalDateTime moment) {
            return moment == null ? null : EffectiveRange.shown(moment);
        }
    }

    public Conflict {
        key = Collections.unmodifiableMap(new LinkedHashMap<>(key));
    }

    /** One about a table as a whole. */
    public static Conflict of(String table, String reason) {
        return new Conflict(table, Map.of(), Optional.empty(), Optional.empty(), null, null, null, reason);
    }

    /** One about a column as a whole. */
    public static Conflict ofColumn(String table, String column, String reason) {
        return new Conflict(table, Map.of(), Optional.of(column), Optional.empty(), null, null, null, reason);
    }

    /** One about all that a table has for some effective time. */
    public static Conflict ofPortion(String table, Portion portion, String reason) {
        return new Conflict(table, Map.of(), Optional.empty(), Optional.of(portion), null, null, null, reason);
    }

    /** One about the logic of a model. */
    public static Conflict ofLogic(String model, TimelineMerge.Clash<LogicText> clash, String reason) {
        EffectiveRange range = clash.range();
        Optional<Portion> portion = range.equals(EffectiveRange.ALWAYS)
                ? Optional.empty()
                : Optional.of(Portion.of(range.from(), range.to()));
        return new Conflict(
                model,
                Map.of(),
                Optional.empty(),
                portion,
                text(clash.base()),
                text(clash.ours()),
                text(clash.theirs()),
                reason);
    }

    /** A text of nothing stands for a model that was not there. */
    private static @Nullable String text(LogicText logic) {
        return logic.sql().isEmpty() ? null : logic.sql();
    }
}
