package hindsight.run;

import hindsight.history.Commit;
import hindsight.history.Store;
import hindsight.schema.Name;
import hindsight.time.Position;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Lists commits, newest first. */
public final class Log {
    private final Workspace workspace;

    public Log(Workspace workspace) {
        this.workspace = workspace;
    }

    /**
     * Which commits.
     *
     * @param limit how many at most
     * @param tables only commits that changed rows of one of them; empty: all
     */
    public record Request(int limit, List<String> tables) {
        public Request {
            tables = List.copyOf(tables);
        }
    }

    /** Commits, newest first, and whether there are more than asked for. */
    public record Result(List<Commit> commits, boolean more) {
        public Result {
            commits = List.copyOf(commits);
        }
    }

    /**
     * Reads the log.
     *
     * @throws hindsight.problem.InvalidException when there is no such table
     */
    public Result run(Request request) {
        return workspace.reading(store -> {
            boolean all = request.tables().isEmpty();
            List<Commit> found = all
                    ? store.log(above(request.limit()))
                    : changing(store, request).stream()
                            .limit(above(request.limit()))
                            .toList();
            boolean more = found.size() > request.limit();
            return new Result(more ? found.subList(0, request.limit()) : found, more);
        });
    }

    private List<Commit> changing(Store store, Request request) {
        TableLookup tables = new TableLookup(store, new States(store, workspace.engine()), workspace.project());
        long head = store.resolve(new Position.Head());
        Set<String> names = request.tables().stream()
                .map(name -> Name.folded(tables.everAt(name, head).name()))
                .collect(Collectors.toSet());
        return store.log(Integer.MAX_VALUE).stream()
                .filter(commit ->
                        commit.changes().stream().anyMatch(change -> names.contains(Name.folded(change.table()))))
                .toList();
    }

    private static int above(int limit) {
        return limit == Integer.MAX_VALUE ? limit : limit + 1;
    }
}
