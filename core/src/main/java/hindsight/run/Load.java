package hindsight.run;

import hindsight.history.CommitKind;
import hindsight.history.Draft;
import hindsight.history.LoadedFile;
import hindsight.history.Memory;
import hindsight.history.Store;
import hindsight.history.Update;
import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.problem.Problems;
import hindsight.problem.Suggestion;
import hindsight.project.SourceDefinition;
import hindsight.schema.Name;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Use case: bring rows in, as one commit of what differs. Files are read and checked without holding the warehouse; it is held alone while
 * they are compared with what is there, and published.
 */
public final class Load {
    private final Workspace workspace;

    public Load(Workspace workspace) {
        this.workspace = workspace;
    }

    /**
     * Loads files.
     *
     * @throws InvalidException when a file or the project is at fault; nothing was loaded
     * @throws hindsight.problem.RefusedException when it would delete much; nothing was loaded
     */
    public LoadResult load(LoadRequest request) {
        List<SourceLoad> loads = workspace.reading(store -> choose(store, request));
        Problems problems = new Problems();
        loads.forEach(load -> load.stage(problems));
        problems.throwIfErrors();
        if (loads.stream().noneMatch(SourceLoad::hasRows)) {
            return new LoadResult(
                    OptionalLong.empty(), loads.stream().map(SourceLoad::result).toList());
        }
        return workspace.writing(store -> publish(store, loads, request));
    }

    private List<SourceLoad> choose(Store store, LoadRequest request) {
        Memory memory = Plans.head(store);
        Problems problems = new Problems();
        List<SourceLoad> loads = new ArrayList<>();
        inputs(request, problems).forEach((source, inputs) -> {
            List<Intake.Candidate> candidates =
                    inputs.stream().map(input -> candidate(input, request)).toList();
            Intake.Choice choice =
                    new Intake(source, request, store.loadedFiles(source.name())).choose(candidates, problems);
            loads.add(new SourceLoad(workspace, source, request, choice, memory.table(source.name())));
        });
        problems.throwIfErrors();
        return loads;
    }

    private Map<SourceDefinition, List<LoadRequest.Input>> inputs(LoadRequest request, Problems problems) {
        Map<SourceDefinition, List<LoadRequest.Input>> inputs = new LinkedHashMap<>();
        if (request.inputs().isEmpty()) {
            for (SourceDefinition source : workspace.project().sources()) {
                if (source.files().isPresent()) {
                    inputs.put(
                            source, DeclaredFiles.of(source, workspace.project().root()));
                }
            }
            if (inputs.isEmpty()) {
                workspace.warn(Problem.warning(
                        "nothing-declared",
                        "No source declares files",
                        "Name one: hindsight load SOURCE FILE, or declare 'files'."));
            }
            return inputs;
        }
        for (LoadRequest.Input input : request.inputs()) {
            source(input.source(), problems)
                    .ifPresent(source -> inputs.computeIfAbsent(source, s -> new ArrayList<>())
                            .add(input));
        }
        problems.throwIfErrors();
        return inputs;
    }

    private Optional<SourceDefinition> source(String name, Problems problems) {
        List<SourceDefinition> sources = workspace.project().sources();
        Optional<SourceDefinition> found = sources.stream()
                .filter(source -> Name.same(source.name(), name))
                .findFirst();
        if (found.isEmpty()) {
            problems.add(Problem.error(
                    "unknown-source",
                    "Cannot load " + name + ": hindsight.yml declares no such source",
                    Suggestion.hint(
                            name, sources.stream().map(SourceDefinition::name).toList())));
        }
        return found;
    }

    private Intake.Candidate candidate(LoadRequest.Input input, LoadRequest request) {
        LoadRequest.Input readable = input.isStandardInput()
                ? new LoadRequest.Input(
                        input.source(), workspace.engine().files().spool(request.standardInput()), input.name())
                : input;
        return new Intake.Candidate(readable, FileHash.of(readable.path(), readable.name()));
    }

    private LoadResult publish(Store store, List<SourceLoad> loads, LoadRequest request) {
        Memory memory = Plans.head(store);
        List<Update> updates = new ArrayList<>();
        Problems problems = new Problems();
        for (SourceLoad load : loads) {
            updates.addAll(load.compare(store, memory, problems));
        }
        problems.throwIfErrors();
        if (updates.isEmpty()) {
            return new LoadResult(
                    OptionalLong.empty(), loads.stream().map(SourceLoad::result).toList());
        }
        List<LoadedFile> files =
                loads.stream().flatMap(load -> load.taken().stream()).toList();
        files.forEach(file -> updates.add(new Update.TakeFile(file)));
        String message = request.message().isEmpty() ? described(files) : request.message();
        workspace.progress().step("publish");
        long seq = store.publish(new Draft(
                workspace.branch(),
                CommitKind.LOAD,
                OptionalLong.empty(),
                workspace.context(),
                workspace.author(),
                message,
                List.of(),
                updates));
        return new LoadResult(
                OptionalLong.of(seq), loads.stream().map(SourceLoad::result).toList());
    }

    private static String described(List<LoadedFile> files) {
        String first = files.get(0).source() + " from " + files.get(0).path();
        return "load " + first + (files.size() > 1 ? " and " + (files.size() - 1) + " more" : "");
    }
}
