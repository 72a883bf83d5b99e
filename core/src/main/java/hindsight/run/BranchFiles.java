package hindsight.run;

import hindsight.history.Ancestry.Place;
import hindsight.history.LoadedFile;
import hindsight.history.Store;
import hindsight.history.Store.FileChange;
import hindsight.merge.Conflict;
import hindsight.merge.Conflict.Portion;
import hindsight.schema.Name;
import hindsight.time.EffectiveRange;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Files that sources took, or gave back, on two branches since what both have. */
final class BranchFiles {
    private final Store store;
    private final List<FileChange> here;
    private final List<FileChange> there;

    BranchFiles(Store store, Place base, Place ours, Place theirs) {
        this.store = store;
        this.here = between(store, base, ours);
        this.there = between(store, base, theirs);
    }

    private static List<FileChange> between(Store store, Place from, Place to) {
        long since = Math.min(from.line().common(to.line()), from.seq());
        Map<LoadedFile, FileChange> changes = new LinkedHashMap<>();
        store.fileChanges(to.line(), since, to.seq()).forEach(change -> changes.put(identity(change.file()), change));
        store.fileChanges(from.line(), since, from.seq())
                .forEach(change -> changes.merge(
                        identity(change.file()),
                        new FileChange(change.file(), -change.weight()),
                        (one, other) -> new FileChange(one.file(), one.weight() + other.weight())));
        return changes.values().stream().filter(change -> change.weight() != 0).toList();
    }

    /** The commit that took a file, and what it repeated, do not tell it from others. */
    private static LoadedFile identity(LoadedFile file) {
        return new LoadedFile(Name.folded(file.source()), file.path(), file.hash(), file.effective(), false, 0);
    }

    /**
     * What is to be taken, or given back, here.
     *
     * @param isThere whether there will be a source of a name
     */
    List<FileChange> toTake(Predicate<String> isThere) {
        List<LoadedFile> taken = there.stream()
                .map(change -> change.file().source())
                .distinct()
                .flatMap(source -> store.loadedFiles(source).stream())
                .map(BranchFiles::identity)
                .toList();
        return there.stream()
                .filter(change -> isThere.test(change.file().source()))
                .filter(change -> change.weight() > 0 != taken.contains(identity(change.file())))
                .toList();
    }

    /** Dated snapshots of the one that have got one of the other beside them: they would have spoken of less time, had they known. */
    List<Conflict> besideEachOther() {
        List<Conflict> found = new ArrayList<>();
        for (String source :
                there.stream().map(change -> change.file().source()).distinct().toList()) {
            Set<LocalDateTime> own = dates(here, source);
            Set<LocalDateTime> other = dates(there, source);
            NavigableSet<LocalDateTime> all = new TreeSet<>(own);
            all.addAll(other);
            store.loadedFiles(source).forEach(file -> file.effective().ifPresent(all::add));
            for (LocalDateTime date : other) {
                Optional<LocalDateTime> beside = Optional.ofNullable(all.higher(date))
                        .filter(own::contains)
                        .or(() -> Optional.ofNullable(all.lower(date)).filter(own::contains));
                if (!own.contains(date) && beside.isPresent()) {
                    found.add(beside(source, date, Optional.ofNullable(all.higher(date)), beside.get()));
                }
            }
        }
        return found;
    }

    private static Set<LocalDateTime> dates(List<FileChange> changes, String source) {
        return changes.stream()
                .filter(change -> change.weight() > 0 && Name.same(change.file().source(), source))
                .flatMap(change -> change.file().effective().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Conflict beside(
            String source, LocalDateTime date, Optional<LocalDateTime> next, LocalDateTime other) {
        return Conflict.ofPortion(
                source,
                Portion.of(date, next.orElse(null)),
                "the snapshot there meets that of " + EffectiveRange.shown(other) + " here");
    }
}
