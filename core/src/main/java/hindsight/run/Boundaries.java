package hindsight.run;

import hindsight.history.Memory;
import hindsight.history.Store;
import hindsight.history.TableMemory;
import hindsight.merge.Conflict;
import hindsight.merge.Conflict.Portion;
import hindsight.schema.Name;
import hindsight.time.EffectiveRange;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where dated snapshots meet. A snapshot speaks up to the next one of its source; one that came later beside it would have spoken of more
 * without it.
 */
record Boundaries(Store store, Memory ours) {
    /** The snapshots among some files that have got another one beside them since a commit. */
    List<Conflict> superseded(long since, List<Store.FileChange> files) {
        List<Conflict> found = new ArrayList<>();
        for (Store.FileChange change : files) {
            Optional<LocalDateTime> date = change.file().effective();
            Optional<TableMemory> source = ours.table(change.file().source());
            if (date.isPresent() && source.isPresent()) {
                found.addAll(superseded(since, source.get(), date.get()));
            }
        }
        return found;
    }

    private List<Conflict> superseded(long since, TableMemory source, LocalDateTime date) {
        List<LocalDateTime> dates = store.statedDates(source);
        int place = dates.indexOf(date);
        @Nullable LocalDateTime next = place < 0 || place + 1 == dates.size() ? null : dates.get(place + 1);
        @Nullable LocalDateTime last = place <= 0 ? null : dates.get(place - 1);
        return store.fileChanges(since, ours.seq()).stream()
                .filter(other -> other.weight() > 0 && Name.same(other.file().source(), source.name()))
                .filter(other -> other.file()
                        .effective()
                        .filter(beside -> Objects.equals(beside, next) || Objects.equals(beside, last))
                        .isPresent())
                .map(other -> Conflict.ofPortion(
                        source.name(),
                        Portion.of(date, next),
                        "boundary superseded by the snapshot of "
                                + EffectiveRange.shown(other.file().effective().orElseThrow()) + " in #"
                                + other.file().seq()))
                .toList();
    }
}
