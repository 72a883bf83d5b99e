package hindsight.run;

import hindsight.history.Commit;
import hindsight.history.Store;
import hindsight.problem.DefectException;
import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.time.Position;
import hindsight.time.Positions;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Names commits. */
public final class Tag {
    private final Workspace workspace;

    public Tag(Workspace workspace) {
        this.workspace = workspace;
    }

    /** A named commit. */
    public record Named(String name, Commit commit) {}

    /**
     * What naming did.
     *
     * @param former the commit that had the name before, if another
     */
    public record Result(Named named, OptionalLong former) {}

    /**
     * Gives a commit a name; a name given before moves.
     *
     * @throws hindsight.problem.UsageException when a tag cannot be called that
     * @throws InvalidException when there is no commit at the position or before
     */
    public Result run(String name, Position position) {
        Positions.tag(name);
        return workspace.writing(store -> {
            long seq = store.resolve(position);
            Commit commit = store.commit(seq)
                    .orElseThrow(() -> new InvalidException(Problem.error(
                            "no-commit",
                            "Cannot name a commit " + name + ": there is none at that position or before",
                            "hindsight log lists the commits.")));
            Long former = store.tags().get(name);
            store.tag(name, seq);
            return new Result(
                    new Named(name, commit),
                    former == null || former == seq ? OptionalLong.empty() : OptionalLong.of(former));
        });
    }

    /** All named commits, by name. */
    public List<Named> list() {
        return workspace.reading(Tag::list);
    }

    private static List<Named> list(Store store) {
        return store.tags().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> new Named(
                        entry.getKey(),
                        store.commit(entry.getValue())
                                .orElseThrow(() -> new DefectException("a tag names #" + entry.getValue()))))
                .toList();
    }
}
