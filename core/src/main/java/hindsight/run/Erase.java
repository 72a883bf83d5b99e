package hindsight.run;

import hindsight.history.CommitContext;
import hindsight.history.CommitKind;
import hindsight.history.Draft;
import hindsight.history.Erasure;
import hindsight.history.Line;
import hindsight.history.RowSet;
import hindsight.history.StagedTable;
import hindsight.history.Store;
import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.history.WideTable;
import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.problem.RefusedException;
import hindsight.problem.UsageException;
import hindsight.run.History.Choice;
import hindsight.sql.Identifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Use case: erase rows of a source from all that is remembered, on all branches, as if they had never been loaded. */
public final class Erase {
    private final Workspace workspace;

    public Erase(Workspace workspace) {
        this.workspace = workspace;
    }

    /**
     * What to erase.
     *
     * @param message the reason, for the log; it must not tell what is erased
     * @param rehearsal whether nothing is erased
     * @param inexact whether models are computed anew whose last digits may come out otherwise
     */
    public record Request(String table, Choice rows, String message, boolean rehearsal, boolean inexact) {}

    /** What is to be, or was, erased. */
    public record Result(
            OptionalLong seq, String table, long versions, List<Erasure.Erased> erased, List<String> models) {
        public Result {
            erased = List.copyOf(erased);
            models = List.copyOf(models);
        }
    }

    /**
     * Erases rows.
     *
     * @param consent is asked with what is to be erased; may refuse
     * @throws UsageException when the table is no source, the rows are not said as they must be, or the reason is missing
     * @throws RefusedException when history of a model cannot be computed without them
     */
    public Result run(Request request, Consumer<Result> consent) {
        check(request);
        Result found = workspace.reading(store -> look(request, store));
        if (request.rehearsal()) {
            return found;
        }
        consent.accept(found);
        workspace.expectCommit();
        return workspace.engine().rewrite(store -> erase(request, store));
    }

    private void check(Request request) {
        if (!workspace.branch().equals(Line.MAIN.branch())) {
            throw new UsageException(Problem.error(
                    "wrong-usage",
                    "Cannot erase on branch " + workspace.branch() + ": what is erased goes from all branches at once",
                    "Leave --branch and HINDSIGHT_BRANCH out."));
        }
        if (!request.rehearsal() && request.message().isBlank()) {
            throw new UsageException(Problem.error(
                    "wrong-usage",
                    "Cannot erase without a reason: it is all that the log will say",
                    "Such as: -m 'request 2025-117'; do not repeat there what is to be erased."));
        }
    }

    private Result look(Request request, Store store) {
        TableMemory source = source(request, store);
        ErasedHistory history = new ErasedHistory(workspace, store, source);
        StagedTable versions = versions(request, source, store);
        checkReproducible(request, history);
        return new Result(
                OptionalLong.empty(),
                source.name(),
                versions.rows(),
                List.of(),
                history.models().stream().map(TableMemory::name).sorted().toList());
    }

    private Result erase(Request request, Store store) {
        TableMemory source = source(request, store);
        ErasedHistory history = new ErasedHistory(workspace, store, source);
        checkReproducible(request, history);
        deleteLogs();
        StagedTable versions = versions(request, source, store);
        history.rewrite(versions);
        long seq = store.publish(new Draft(
                Line.MAIN.branch(),
                CommitKind.ERASE,
                OptionalLong.empty(),
                context(source.name()),
                workspace.author(),
                request.message(),
                List.of(),
                List.of()));
        history.finish(seq, versions.rows());
        List<Erasure.Erased> erased = store.keeping().erased(seq);
        warnOfFiles(history, source, erased);
        return new Result(
                OptionalLong.of(seq),
                source.name(),
                versions.rows(),
                erased,
                history.models().stream().map(TableMemory::name).sorted().toList());
    }

    /** They are known still, so that they are not taken again by themselves. */
    private void warnOfFiles(ErasedHistory history, TableMemory source, List<Erasure.Erased> erased) {
        List<Long> commits = erased.stream()
                .filter(table -> table.table().equals(source.name()))
                .flatMap(table -> table.commits().stream())
                .toList();
        String files = history.files(commits).stream()
                .map(file -> file.path() + " (#" + file.seq() + ")")
                .distinct()
                .collect(Collectors.joining(", "));
        if (!files.isEmpty()) {
            workspace.warn(Problem.warning(
                    "erased-in-files",
                    "files that were loaded into " + source.name() + " may hold the rows still: " + files,
                    "Take the rows out there, too: loading such a file again brings them back."));
        }
    }

    /** The words of the command name what is erased. */
    private CommitContext context(String table) {
        CommitContext is = workspace.context();
        return new CommitContext(
                is.clock(),
                is.zone(),
                is.variables(),
                is.engine(),
                is.tool(),
                is.gitCommit(),
                is.gitClean(),
                "erase " + table);
    }

    private TableMemory source(Request request, Store store) {
        States states = new States(store, workspace.engine());
        TableMemory table = new TableLookup(store, states, workspace.project()).everAt(request.table(), store.head());
        if (table.model().isPresent()) {
            throw new UsageException(Problem.error(
                    "not-a-source",
                    "Cannot erase rows of " + table.name() + ": it is a model, whose rows follow from others",
                    "Name the source that they come from; hindsight why tells which."));
        }
        return table;
    }

    private static void checkReproducible(Request request, ErasedHistory history) {
        List<String> sources = history.formerSources();
        if (!sources.isEmpty()) {
            throw new RefusedException(Problem.error(
                    "was-source",
                    "Cannot erase: " + String.join(", ", sources)
                            + " reads these rows and was a source once, so that its history cannot be computed anew",
                    ""));
        }
        List<String> inexact = history.inexact();
        if (!inexact.isEmpty() && !request.inexact()) {
            throw new RefusedException(Problem.error(
                    "inexact",
                    "Cannot erase: the history of " + String.join(", ", inexact)
                            + " would be computed anew, and floating-point sums may come out with other last digits",
                    "Say that this is all right with --allow-inexact."));
        }
    }

    /** Of a table with a key, all versions of the keys of chosen rows; of one with periods, of what the key names without its period. */
    private StagedTable versions(Request request, TableMemory source, Store store) {
        TableLookup lookup = new TableLookup(store, new States(store, workspace.engine()), workspace.project());
        TableMemory wide = WideTable.of(source, lookup.formerly(source)).memory();
        TableDefinition is = wide.definition();
        List<String> names = is.entity();
        TableMemory named = wide.as(
                new TableDefinition(is.name(), is.role(), is.schema(), is.inexact(), names, is.effective(), is.load()),
                wide.columns(),
                wide.dropped());
        String sql;
        if (request.rows() instanceof Choice.Key key) {
            sql = "SELECT _version FROM changes WHERE " + new KeyFilter(named).sql(key.text(), store, workspace.now());
        } else {
            String matching =
                    new HistoryQueries(workspace, named, is.schema()).matching(((Choice.Where) request.rows()).text());
            sql = names.isEmpty()
                    ? "SELECT _version FROM (" + matching + ")"
                    : "SELECT _version FROM changes SEMI JOIN (" + matching + ") AS matching USING ("
                            + Identifier.list(names) + ")";
        }
        StagedTable versions = store.stage(
                new RowSet.Query(sql, Map.of(HistoryQueries.CHANGES, new RowSet.Ever(wide)), workspace.now()));
        if (versions.rows() == 0) {
            throw new InvalidException(Problem.error(
                    "unknown-row", "Cannot erase rows of " + source.name() + ": no commit ever held such a row", ""));
        }
        return versions;
    }

    /** Logs of commands before may hold the values. */
    private void deleteLogs() {
        Path logs = workspace.project().settings().warehouse().resolve("log");
        if (!Files.isDirectory(logs)) {
            return;
        }
        try (Stream<Path> files = Files.list(logs)) {
            for (Path file : files.toList()) {
                if (!String.valueOf(file.getFileName())
                        .contains("-" + ProcessHandle.current().pid() + "-erase")) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
