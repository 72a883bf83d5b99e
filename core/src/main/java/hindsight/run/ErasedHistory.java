package hindsight.run;

import hindsight.history.CommitKind;
import hindsight.history.Erasure;
import hindsight.history.Erasure.Step;
import hindsight.history.LoadedFile;
import hindsight.history.Memory;
import hindsight.history.RowSet;
import hindsight.history.Sections;
import hindsight.history.StagedTable;
import hindsight.history.Store;
import hindsight.history.TableMemory;
import hindsight.history.TableRole;
import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.schema.Name;
import hindsight.sql.Identifier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * History rewritten as if some rows of a source had never been loaded: the source lacks them in every commit, and each commit gives its models what
 * their logic of then makes of the rest. A commit that followed nothing, because an erased row hid what changed, follows it now.
 */
final class ErasedHistory {
    private static final Set<CommitKind> FOLLOWING =
            Set.of(CommitKind.APPLY, CommitKind.UNDO, CommitKind.RESTORE, CommitKind.MERGE);

    private final Workspace workspace;
    private final Store store;
    private final Erasure erasure;
    private final List<Step> steps;
    private final TableMemory source;
    private final Map<Integer, TableMemory> affected = new LinkedHashMap<>();
    private final Set<Integer> stored = new HashSet<>();
    private final Set<Integer> sources = new HashSet<>();
    private final Set<Integer> inexact = new HashSet<>();

    ErasedHistory(Workspace workspace, Store store, TableMemory source) {
        this.workspace = workspace;
        this.store = store;
        this.source = source;
        this.erasure = store.keeping().erasure();
        this.steps = erasure.steps();
        findAffected();
    }

    /** The models of all branches, and of any time, that are or were made of the source. */
    List<TableMemory> models() {
        return List.copyOf(affected.values());
    }

    /** What is left of all history without some row versions of the source. */
    void rewrite(StagedTable versions) {
        erasure.remove(source, versions);
        affected.values().stream().filter(model -> isStored(model.id())).forEach(erasure::forget);
        for (Step step : steps) {
            workspace.progress().step("rewrite #" + step.seq());
            rewrite(step);
        }
    }

    void finish(long seq, long versions) {
        erasure.finish(seq, Map.of(source.id(), versions), workspace.author());
        for (TableMemory model : affected.values()) {
            if (isStored(model.id())) {
                store.rebuildHead(model);
                store.dropStates(model);
            }
        }
    }

    /** Files that some commits took into the source. */
    List<LoadedFile> files(List<Long> commits) {
        return steps.stream()
                .filter(step -> commits.contains(step.seq()))
                .flatMap(step -> store.fileChanges(step.line(), step.seq() - 1, step.seq()).stream())
                .filter(change -> change.weight() > 0 && Name.same(change.file().source(), source.name()))
                .map(Store.FileChange::file)
                .toList();
    }

    private void note(TableMemory table) {
        if (!table.isView()) {
            stored.add(table.id());
        }
        if (table.definition().role() == TableRole.SOURCE) {
            sources.add(table.id());
        }
        if (!table.definition().inexact().isEmpty()) {
            inexact.add(table.id());
        }
    }

    /** Names of the models that had floating-point columns at some time, whose last digits may come out otherwise. */
    List<String> inexact() {
        return names(inexact);
    }

    /** Names of the models that were sources at some time: nothing gives their rows of then again. */
    List<String> formerSources() {
        return names(sources);
    }

    private List<String> names(Set<Integer> ids) {
        return affected.values().stream()
                .filter(model -> ids.contains(model.id()))
                .map(TableMemory::name)
                .sorted()
                .toList();
    }

    private void findAffected() {
        Set<Integer> ids = new HashSet<>(Set.of(source.id()));
        for (Step step : steps) {
            Memory memory = store.memory(step.line(), step.seq());
            memory.tables().values().forEach(this::note);
            for (TableMemory model : inOrder(memory)) {
                if (inputs(model, memory).stream().anyMatch(input -> ids.contains(input.id()))) {
                    ids.add(model.id());
                    affected.put(model.id(), model);
                }
            }
        }
    }

    /** Whether it stored rows at some time. */
    private boolean isStored(int model) {
        return stored.contains(model);
    }

    private void rewrite(Step step) {
        Memory memory = store.memory(step.line(), step.seq());
        if (step.written().contains(source.id())) {
            ThreeStates.ever(memory, source.id()).ifPresent(then -> recount(step, then));
        }
        Set<Integer> moved = new HashSet<>();
        for (TableMemory model : inOrder(memory)) {
            if (affected.containsKey(model.id())) {
                follow(step, model, moved);
            }
        }
    }

    private void recount(Step step, TableMemory then) {
        if (!then.isView()) {
            erasure.recount(step, then, store.fingerprint(then, new RowSet.Replayed(then, step.seq())));
        }
    }

    private void follow(Step step, TableMemory model, Set<Integer> moved) {
        boolean reflected = step.reflected().contains(model.id());
        if (!reflected && isMissed(step, model, moved)) {
            erasure.reflect(step, model);
            reflected = true;
        }
        if (!reflected && !step.written().contains(model.id())) {
            return;
        }
        if (model.isView()) {
            if (reflected) {
                moved.add(model.id());
            }
            before(step, model.id())
                    .filter(before -> !before.isView()
                            && before.rows() > 0
                            && step.written().contains(model.id()))
                    .ifPresent(before -> erasure.write(step, Optional.of(before), before, nothing(before)));
            return;
        }
        States states = new States(store, step.line(), workspace.engine());
        TableMemory then =
                ThreeStates.ever(states.memory(step.seq()), model.id()).orElseThrow();
        StagedTable rows = computed(states, then, step);
        Optional<TableMemory> before = before(step, model.id()).filter(table -> !table.isView());
        if (erasure.write(step, before, then, rows)) {
            moved.add(model.id());
        }
    }

    private StagedTable computed(States states, TableMemory then, Step step) {
        try {
            return store.stage(states.recomputed(then, step.seq()));
        } catch (InvalidException failed) {
            throw new InvalidException(Problem.error(
                    "not-recomputed",
                    "Cannot erase rows of " + source.name() + ": model " + then.name() + " as of #" + step.seq()
                            + " cannot be computed without them: " + failed.getMessage(),
                    ""));
        }
    }

    private StagedTable nothing(TableMemory table) {
        return store.stage(new RowSet.Query(
                "SELECT " + Identifier.list(table.definition().schema().names()) + " FROM state WHERE false",
                Map.of("state", new RowSet.Replayed(table, 0)),
                Instant.EPOCH));
    }

    /** Whether a commit that brings models up to date left this one alone, only because its inputs seemed not to change. */
    private boolean isMissed(Step step, TableMemory model, Set<Integer> moved) {
        if (!FOLLOWING.contains(step.kind())
                || inputs(model, store.memory(step.line(), step.seq())).stream()
                        .noneMatch(input -> moved.contains(input.id()))) {
            return false;
        }
        Memory earlier = earlier(step);
        return ThreeStates.live(earlier, model.id())
                .filter(then ->
                        new Needs(seq -> store.memory(step.line(), seq)).oldest(then, earlier) == Long.MAX_VALUE)
                .isPresent();
    }

    private Optional<TableMemory> before(Step step, int table) {
        return ThreeStates.ever(earlier(step), table);
    }

    private Memory earlier(Step step) {
        return store.memory(step.line(), step.seq() - 1);
    }

    private static List<TableMemory> inputs(TableMemory model, Memory memory) {
        return model.model().isEmpty()
                ? List.of()
                : Sections.together(model).inputs().stream()
                        .flatMap(name -> Optional.ofNullable(memory.tables().get(Name.folded(name))).stream())
                        .toList();
    }

    /** The models that are there, each behind those that it reads. */
    private static List<TableMemory> inOrder(Memory memory) {
        List<TableMemory> ordered = new ArrayList<>();
        Map<Integer, Boolean> seen = new HashMap<>();
        memory.live().forEach(table -> visit(table, memory, seen, ordered));
        return ordered;
    }

    private static void visit(TableMemory table, Memory memory, Map<Integer, Boolean> seen, List<TableMemory> ordered) {
        if (table.model().isEmpty() || seen.putIfAbsent(table.id(), true) != null) {
            return;
        }
        inputs(table, memory).forEach(input -> visit(input, memory, seen, ordered));
        ordered.add(table);
    }
}
