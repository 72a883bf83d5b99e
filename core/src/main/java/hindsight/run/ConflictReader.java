package hindsight.run;

import hindsight.history.Rows;
import hindsight.history.TableDefinition;
import hindsight.merge.Conflict;
import hindsight.merge.Conflict.Portion;
import hindsight.merge.KeyedMerge;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what merging rows found in conflict. Portions that meet and were changed alike are told as one. */
final class ConflictReader {
    /** Rows of a table that are told one by one. */
    private static final int MOST = 1000;

    private final TableDefinition definition;
    private final Reasons reasons;
    private final List<Conflict> found = new ArrayList<>();
    private long rows;

    ConflictReader(TableDefinition definition, Reasons reasons) {
        this.definition = definition;
        this.reasons = reasons;
    }

    /**
     * Why something is in conflict, a clause each.
     *
     * @param changed a value that both changed
     * @param gone a row that was changed there and is not here
     * @param used a key that both added
     * @param fewer rows without a key that are not all here any more
     */
    record Reasons(String changed, String gone, String used, String fewer) {
        static final Reasons OF_LATER = new Reasons(
                "it was changed later", "the row is gone", "the key is used again", "some of these rows are gone");
        static final Reasons OF_BRANCHES = new Reasons(
                "both changed it",
                "the row is gone here",
                "both added a row of this key",
                "some of these rows are gone here");
    }

    /**
     * What was found.
     *
     * @param conflicts of the first rows
     * @param more how many rows are in conflict that are not told
     */
    record Found(List<Conflict> conflicts, long more) {
        Found {
            conflicts = List.copyOf(conflicts);
        }
    }

    /** @param all as {@link KeyedMerge#conflicts} has them; are closed */
    Found keyed(KeyedMerge merge, Rows all) {
        try (Rows closing = all) {
            while (closing.next()) {
                rows++;
                if (rows <= MOST) {
                    read(merge, closing);
                }
            }
        }
        return new Found(found, Math.max(0, rows - MOST));
    }

    /** @param all as {@link hindsight.merge.BagMerge#conflicts} has them; are closed */
    Found bag(Rows all) {
        List<String> names = definition.schema().names();
        try (Rows closing = all) {
            while (closing.next()) {
                rows++;
                if (rows <= MOST) {
                    Map<String, @Nullable Object> row = new LinkedHashMap<>();
                    for (int i = 0; i < names.size(); i++) {
                        row.put(names.get(i), closing.value(i));
                    }
                    long copies = Numbers.whole(closing.value(names.size()));
                    long there = Numbers.whole(closing.value(names.size() + 1));
                    found.add(new Conflict(
                            definition.name(),
                            row,
                            Optional.empty(),
                            Optional.empty(),
                            copies,
                            there,
                            0L,
                            reasons.fewer()));
                }
            }
        }
        return new Found(found, Math.max(0, rows - MOST));
    }

    private void read(KeyedMerge merge, Rows row) {
        Map<String, @Nullable Object> key = new LinkedHashMap<>();
        int at = 0;
        for (String name : merge.key()) {
            key.put(name, row.value(at++));
        }
        Optional<Portion> portion = Optional.empty();
        if (definition.period().isPresent()) {
            portion = Optional.of(new Portion(text(row.value(at++)), text(row.value(at++))));
        }
        boolean theirs = Boolean.TRUE.equals(row.value(at++));
        boolean base = Boolean.TRUE.equals(row.value(at++));
        boolean ours = Boolean.TRUE.equals(row.value(at++));
        String reason = !ours ? reasons.gone() : theirs && !base ? reasons.used() : reasons.changed();
        for (String column : merge.values()) {
            boolean clashes = Boolean.TRUE.equals(row.value(at));
            if (clashes) {
                add(new Conflict(
                        definition.name(),
                        key,
                        Optional.of(column),
                        portion,
                        row.value(at + 1),
                        row.value(at + 2),
                        row.value(at + 3),
                        reason));
            }
            at += 4;
        }
    }

    /** Portions come in order, those of one key together. */
    private void add(Conflict next) {
        for (int i = found.size() - 1; i >= 0 && found.get(i).key().equals(next.key()); i--) {
            Conflict last = found.get(i);
            if (meet(last, next)) {
                found.set(i, together(last, next));
                return;
            }
        }
        found.add(next);
    }

    private static boolean meet(Conflict last, Conflict next) {
        return last.column().equals(next.column())
                && last.portion().isPresent()
                && next.portion().isPresent()
                && Objects.equals(
                        last.portion().get().to(), next.portion().get().from())
                && Objects.equals(last.base(), next.base())
                && Objects.equals(last.theirs(), next.theirs());
    }

    private Conflict together(Conflict last, Conflict next) {
        boolean alike = Objects.equals(last.ours(), next.ours());
        return new Conflict(
                last.table(),
                last.key(),
                last.column(),
                Optional.of(new Portion(
                        last.portion().orElseThrow().from(),
                        next.portion().orElseThrow().to())),
                last.base(),
                alike ? last.ours() : several(last.ours(), next.ours()),
                last.theirs(),
                last.reason().equals(next.reason()) ? last.reason() : reasons.changed());
    }

    /** The values of ours one after the other. */
    private static List<@Nullable Object> several(@Nullable Object first, @Nullable Object next) {
        List<@Nullable Object> all = new ArrayList<>();
        if (first instanceof List<?> before) {
            all.addAll(before);
        } else {
            all.add(first);
        }
        all.add(next);
        return all;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
