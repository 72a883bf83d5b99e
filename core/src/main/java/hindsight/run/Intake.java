package hindsight.run;

import hindsight.history.LoadedFile;
import hindsight.problem.Problem;
import hindsight.problem.Problems;
import hindsight.project.LoadKind;
import hindsight.project.SourceDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Which files of a source to take. A file is known by its content. Appending takes a content once; the files that a project declares are
 * taken again only when they changed; a file named by hand is taken as told, since a diff of what is known is empty anyway.
 */
final class Intake {
    /** A file with its hash. */
    record Candidate(LoadRequest.Input input, String hash) {}

    /** What to take, and what not. */
    record Choice(List<Candidate> taken, List<Candidate> skipped) {}

    private final SourceDefinition source;
    private final LoadRequest request;
    private final Set<String> knownContents = new HashSet<>();
    private final Map<String, String> lastByPath = new HashMap<>();

    /** @param loaded files taken so far, oldest first */
    Intake(SourceDefinition source, LoadRequest request, List<LoadedFile> loaded) {
        this.source = source;
        this.request = request;
        for (LoadedFile file : loaded) {
            knownContents.add(file.hash());
            lastByPath.put(file.path(), file.hash());
        }
    }

    Choice choose(List<Candidate> candidates, Problems problems) {
        if (request.again()) {
            return new Choice(candidates, List.of());
        }
        List<Candidate> taken = new ArrayList<>();
        List<Candidate> skipped = new ArrayList<>();
        for (Candidate candidate : candidates) {
            if (isKnown(candidate)) {
                skipped.add(candidate);
            } else {
                refuseNewContent(candidate, problems);
                taken.add(candidate);
                if (source.kind() == LoadKind.APPEND) {
                    knownContents.add(candidate.hash());
                }
            }
        }
        boolean wholeState = source.kind() == LoadKind.SNAPSHOT && !taken.isEmpty();
        return wholeState ? new Choice(candidates, List.of()) : new Choice(taken, skipped);
    }

    private boolean isKnown(Candidate candidate) {
        if (source.kind() == LoadKind.APPEND) {
            return knownContents.contains(candidate.hash());
        }
        boolean declared = request.inputs().isEmpty();
        return declared && Objects.equals(lastByPath.get(candidate.input().name()), candidate.hash());
    }

    private void refuseNewContent(Candidate candidate, Problems problems) {
        String name = candidate.input().name();
        boolean changed = source.kind() == LoadKind.APPEND
                && !candidate.input().isStandardInput()
                && lastByPath.containsKey(name);
        if (changed && !request.asNew()) {
            problems.add(Problem.error(
                    "file-changed",
                    "Cannot append " + name + " to " + source.name() + ": it was taken before with other content",
                    "Rows that were appended would be appended again. If it holds only new rows, use --as-new."));
        }
    }
}
