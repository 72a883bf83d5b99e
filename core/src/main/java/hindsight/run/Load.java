package hindsight.run;

import hindsight.history.CommitKind;
import hindsight.history.Draft;
import hindsight.history.Memory;
import hindsight.history.Requirement;
import hindsight.history.StagedDiff;
import hindsight.history.Store;
import hindsight.history.Update;
import hindsight.problem.Problem;
import hindsight.problem.RefusedException;
import hindsight.project.SourceDefinition;
import hindsight.time.StatedMoment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Use case: bring outside rows in, as a diff, in one commit for all sources. Files are read and checked while nobody is shut out; the
 * warehouse is held alone only to compare the rows with head and to publish what differs.
 */
public final class Load {
    private static final int ATTEMPTS = 3;

    private final Workspace workspace;

    public Load(Workspace workspace) {
        this.workspace = workspace;
    }

    /**
     * What it would do, without doing it.
     *
     * @return finds that out in a warehouse that is held for reading
     */
    Function<Store, LoadToCome> rehearse(LoadRequest request) {
        Map<SourceDefinition, List<LoadFile>> files = new SourceFiles(workspace).find(request);
        files.keySet().forEach(source -> StatedDates.check(source, request));
        Known known = workspace.reading(store -> known(store, files, request));
        known.notes().forEach(workspace::warn);
        List<SourceLoad> loads = read(known, request);
        loads.forEach(load -> load.warnings().forEach(workspace::warn));
        return store -> new LoadToCome(store, loads, ManyDeletes.told(workspace), workspace.now());
    }

    /** What is known of the sources when files are read. */
    private record Known(Memory memory, List<SourceLoad.Task> tasks, List<Problem> notes) {}

    /**
     * Loads files.
     *
     * @throws hindsight.problem.UsageException when there is no such source, or no files
     * @throws hindsight.problem.InvalidException when files or rows are at fault; nothing was loaded
     * @throws RefusedException when it needs the user's word; nothing was loaded
     */
    public LoadResult load(LoadRequest request) {
        workspace.expectCommit();
        workspace.progress().step("find files");
        Map<SourceDefinition, List<LoadFile>> files = new SourceFiles(workspace).find(request);
        files.keySet().forEach(source -> StatedDates.check(source, request));
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Known known = workspace.reading(store -> known(store, files, request));
            List<SourceLoad> loads = read(known, request);
            Optional<LoadResult> done = loads.isEmpty()
                    ? Optional.of(result(OptionalLong.empty(), known, List.of(), List.of()))
                    : workspace.writing(store -> publish(store, known, loads, request));
            if (done.isPresent()) {
                known.notes().forEach(workspace::warn);
                loads.forEach(load -> load.warnings().forEach(workspace::warn));
                return done.get();
            }
        }
        throw new RefusedException(Problem.error(
                "table-moved",
                "Cannot load: other commands change what these sources are all the time",
                "Load again when they are done."));
    }

    private static Known known(Store store, Map<SourceDefinition, List<LoadFile>> files, LoadRequest request) {
        List<SourceLoad.Task> tasks = new ArrayList<>();
        List<Problem> notes = new ArrayList<>();
        files.forEach((source, offered) -> {
            TakenFiles taken = new TakenFiles(store.loadedFiles(source.name()));
            TakenFiles.Choice choice = request.files().isEmpty()
                    ? taken.ofDeclared(source.kind(), offered, request)
                    : taken.ofGiven(source.kind(), offered, request);
            tasks.add(new SourceLoad.Task(source, choice.files(), offered.size(), request.date()));
            notes.addAll(choice.notes());
        });
        return new Known(Plans.head(store), tasks, notes);
    }

    private List<SourceLoad> read(Known known, LoadRequest request) {
        List<SourceLoad> loads = new ArrayList<>();
        for (SourceLoad.Task task : known.tasks()) {
            if (!task.files().isEmpty()) {
                workspace.progress().step("read " + files(task.files()));
                loads.add(SourceLoad.read(
                        workspace.engine().files(),
                        task,
                        known.memory(),
                        request.insistsOn(Insistence.MISSING_AS_NULL)));
            }
        }
        return loads;
    }

    /** Empty when the sources are not any more what they were when the files were read. */
    private Optional<LoadResult> publish(Store store, Known known, List<SourceLoad> loads, LoadRequest request) {
        Memory memory = Plans.head(store);
        boolean moved = loads.stream().anyMatch(load -> !load.fits(memory)) || hasTakenMore(store, known, memory);
        if (moved) {
            return Optional.empty();
        }
        ManyDeletes deletes = request.insistsOn(Insistence.ALLOW_DELETES) ? ManyDeletes.ALLOWED : ManyDeletes.REFUSED;
        List<SourceDiff> differences = loads.stream()
                .map(load -> new SourceDiff(store, memory, load, workspace.now()))
                .toList();
        List<Update> updates = new ArrayList<>();
        List<StagedDiff> diffs = new ArrayList<>();
        for (SourceDiff difference : differences) {
            workspace
                    .progress()
                    .step("compare " + loads.get(diffs.size()).source().name());
            StagedDiff diff = difference.find(deletes);
            diffs.add(diff);
            updates.addAll(difference.updates(diff));
        }
        OptionalLong seq = OptionalLong.empty();
        if (!updates.isEmpty() || differences.stream().anyMatch(SourceDiff::isNewDate)) {
            for (int i = 0; i < diffs.size(); i++) {
                updates.addAll(differences.get(i).taken(diffs.get(i)));
            }
            workspace.progress().step("publish");
            List<Requirement> requirements =
                    differences.stream().map(SourceDiff::requirement).toList();
            seq = OptionalLong.of(store.publish(draft(request, loads, requirements, updates)));
        }
        return Optional.of(result(seq, known, loads, diffs));
    }

    /** Another command may have taken the same files meanwhile. */
    private static boolean hasTakenMore(Store store, Known known, Memory memory) {
        return memory.seq() != known.memory().seq()
                && known.tasks().stream()
                        .flatMap(task -> store.loadedFiles(task.source().name()).stream())
                        .anyMatch(file -> file.seq() > known.memory().seq());
    }

    private Draft draft(
            LoadRequest request, List<SourceLoad> loads, List<Requirement> requirements, List<Update> updates) {
        return new Draft(
                workspace.branch(),
                CommitKind.LOAD,
                OptionalLong.empty(),
                workspace.context(),
                workspace.author(),
                request.message().isEmpty() ? message(loads) : request.message(),
                requirements,
                updates);
    }

    /** Such as "load orders from monday.csv". */
    static String message(List<SourceLoad> loads) {
        return loads.stream()
                .map(load -> load.source().name()
                        + load.date()
                                .map(date -> " as of " + StatedMoment.text(date))
                                .orElse("") + " from "
                        + files(load.files()))
                .collect(Collectors.joining(", ", "load ", ""));
    }

    private static String files(List<LoadFile> files) {
        return files.size() == 1 ? files.get(0).shown() : files.size() + " files";
    }

    private static LoadResult result(OptionalLong seq, Known known, List<SourceLoad> loads, List<StagedDiff> diffs) {
        List<LoadResult.LoadedTable> tables = new ArrayList<>();
        for (SourceLoad.Task task : known.tasks()) {
            int read = task.files().size();
            int skipped = task.offered() - read;
            int place = loads.stream().map(SourceLoad::source).toList().indexOf(task.source());
            tables.add(
                    place < 0
                            ? new LoadResult.LoadedTable(task.source().name(), 0, skipped, 0, 0, 0)
                            : new LoadResult.LoadedTable(
                                    task.source().name(),
                                    read,
                                    skipped,
                                    loads.get(place).read(),
                                    diffs.get(place).added(),
                                    diffs.get(place).retracted()));
        }
        return new LoadResult(seq, tables);
    }
}
