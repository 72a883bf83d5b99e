package hindsight.run;

import hindsight.history.LoadedFile;
import hindsight.problem.Location;
import hindsight.problem.Problem;
import hindsight.problem.Problems;
import hindsight.problem.RefusedException;
import hindsight.project.LoadKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides by what a source has taken before which files are to be loaded. Pure. */
final class TakenFiles {
    private final List<LoadedFile> taken;
    private final Map<String, LoadedFile> byPath = new HashMap<>();
    private final Set<String> contents = new HashSet<>();

    /** @param taken oldest first */
    TakenFiles(List<LoadedFile> taken) {
        this.taken = List.copyOf(taken);
        taken.forEach(file -> {
            byPath.put(file.path(), file);
            contents.add(file.hash());
        });
    }

    /**
     * What is to be loaded.
     *
     * @param notes what to tell the user
     */
    record Choice(List<LoadFile> files, List<Problem> notes) {
        Choice {
            files = List.copyOf(files);
            notes = List.copyOf(notes);
        }
    }

    /**
     * Chooses among the files that a user named.
     *
     * @throws RefusedException when a file was appended before with other content
     */
    Choice ofGiven(LoadKind kind, List<LoadFile> files, LoadRequest request) {
        return kind == LoadKind.APPEND ? toAppend(files, request, true) : new Choice(files, List.of());
    }

    /**
     * Chooses among the files that a source declares: those that are new or have other content than when they were taken last.
     *
     * @throws RefusedException when a file was appended before with other content
     */
    Choice ofDeclared(LoadKind kind, List<LoadFile> files, LoadRequest request) {
        if (request.insistsOn(Insistence.AGAIN)) {
            return new Choice(files, List.of());
        }
        return switch (kind) {
            case APPEND -> toAppend(files, request, false);
            case SNAPSHOT -> new Choice(wasTakenTogether(files) ? List.of() : files, List.of());
            case UPSERT, CHANGES -> changed(files);
        };
    }

    private Choice toAppend(List<LoadFile> files, LoadRequest request, boolean told) {
        List<LoadFile> chosen = new ArrayList<>();
        List<Problem> notes = new ArrayList<>();
        Problems refusals = new Problems();
        Map<String, LoadFile> now = new HashMap<>();
        for (LoadFile file : files) {
            @Nullable LoadFile twin = now.putIfAbsent(file.hash(), file);
            @Nullable LoadedFile before = byPath.get(file.registered());
            if (request.insistsOn(Insistence.AGAIN)) {
                chosen.add(file);
            } else if (contents.contains(file.hash())) {
                if (told) {
                    notes.add(skipped(file, "its content was loaded before" + when(file.hash())));
                }
            } else if (twin != null) {
                notes.add(skipped(file, "its content is that of " + twin.shown()));
            } else if (before != null && !file.isStream() && !request.insistsOn(Insistence.AS_NEW)) {
                refusals.add(changedSince(file, before));
            } else {
                chosen.add(file);
            }
        }
        if (refusals.hasErrors()) {
            throw new RefusedException(refusals.list());
        }
        return new Choice(chosen, notes);
    }

    /** Whether exactly these files, with this content, were the last that was taken under these names. */
    private boolean wasTakenTogether(List<LoadFile> files) {
        Set<Long> commits = new HashSet<>();
        for (LoadFile file : files) {
            @Nullable LoadedFile before = byPath.get(file.registered());
            if (before == null || !before.hash().equals(file.hash())) {
                return false;
            }
            commits.add(before.seq());
        }
        return commits.size() == 1
                && taken.stream().filter(file -> commits.contains(file.seq())).count() == files.size();
    }

    private Choice changed(List<LoadFile> files) {
        List<LoadFile> chosen = new ArrayList<>();
        List<Problem> notes = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            LoadFile file = files.get(i);
            @Nullable LoadedFile before = byPath.get(file.registered());
            if (before != null && before.hash().equals(file.hash())) {
                continue;
            }
            chosen.add(file);
            List<LoadFile> later = files.subList(i + 1, files.size());
            if (before != null && later.stream().anyMatch(other -> byPath.containsKey(other.registered()))) {
                notes.add(Problem.warning(
                        "earlier-file-changed",
                        file.shown()
                                + " has changed since it was loaded, and files after it are loaded already: its rows win"
                                + " over theirs",
                        "Where theirs are to win, load those again: hindsight load --again takes all in order."));
            }
        }
        return new Choice(chosen, notes);
    }

    private String when(String hash) {
        return taken.stream()
                .filter(file -> file.hash().equals(hash))
                .reduce((first, second) -> second)
                .map(file -> " in #" + file.seq() + " from " + file.path())
                .orElse("");
    }

    private static Problem skipped(LoadFile file, String why) {
        return Problem.warning(
                "already-loaded", "Skipped " + file.shown() + ": " + why, "--again appends its rows once more.");
    }

    private static Problem changedSince(LoadFile file, LoadedFile before) {
        return Problem.error(
                "changed-file",
                Location.ofFile(file.shown()),
                "Cannot append the file: it was loaded in #" + before.seq() + " with other content",
                "Put the new rows into a file of their own; or append all of its rows with --as-new.");
    }
}
