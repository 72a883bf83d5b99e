package hindsight.run;

import hindsight.graph.TracedTable;
import hindsight.history.Commit;
import hindsight.history.Erasure;
import hindsight.history.LoadedFile;
import hindsight.history.Memory;
import hindsight.history.ModelMemory;
import hindsight.history.Store;
import hindsight.history.TableMemory;
import hindsight.history.TableRole;
import hindsight.plan.Definitions;
import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.project.ModelDefinition;
import hindsight.schema.Name;
import hindsight.time.Position;
import hindsight.time.Positions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Shows one commit, or what is remembered of one table. */
public final class Show {
    private final Workspace workspace;

    public Show(Workspace workspace) {
        this.workspace = workspace;
    }

    /** What was found. */
    public sealed interface Result {
        /**
         * A commit.
         *
         * @param definitions tables that it defined or dropped
         * @param files that it took
         * @param erased what it erased
         */
        record OfCommit(
                Commit commit, List<Redefinition> definitions, List<LoadedFile> files, List<Erasure.Erased> erased)
                implements Result {
            public OfCommit {
                erased = List.copyOf(erased);
                definitions = List.copyOf(definitions);
                files = List.copyOf(files);
            }
        }

        /**
         * A table.
         *
         * @param seq the commit as of which it is shown
         * @param changed the commit that changed its rows last
         * @param basis the commit that a model's rows reflect
         * @param files how many a source has taken
         * @param model what the project declares of a model
         */
        record OfTable(
                TableMemory table,
                long seq,
                Optional<Commit> changed,
                Optional<Commit> basis,
                long files,
                Optional<ModelDefinition> model)
                implements Result {}

        /**
         * A model that was never applied.
         *
         * @param table as its file says
         */
        record OfFile(TracedTable table, ModelDefinition model) implements Result {}
    }

    /** What a commit changed of a table besides rows; one clause for each difference. */
    public record Redefinition(String table, List<String> differences) {
        public Redefinition {
            differences = List.copyOf(differences);
        }
    }

    /**
     * Shows the table of that name, or else the commit at that position.
     *
     * @param asOf for a table: as it was then; empty: as it is
     */
    public Result run(String word, Optional<Position> asOf) {
        return workspace.reading(store -> {
            States states = new States(store, workspace.engine());
            long head = store.resolve(new Position.Head());
            boolean table = states.memory(head).tables().containsKey(Name.folded(word));
            Optional<ModelDefinition> model = model(word);
            if (!table && asOf.isEmpty() && model.isPresent()) {
                return file(model.get(), states.memory(head));
            }
            if (table || asOf.isPresent() || isDeclared(word)) {
                return table(word, store, states, asOf.isEmpty() ? head : store.resolve(asOf.get()));
            }
            return commit(new Positions(workspace.project().settings().timeZone()).position(word), store, states);
        });
    }

    private Optional<ModelDefinition> model(String name) {
        return workspace.project().models().stream()
                .filter(model -> Name.same(model.name(), name))
                .findFirst();
    }

    private Result file(ModelDefinition model, Memory memory) {
        LogicTables known = LogicTables.now(workspace, memory);
        if (known.omitted().contains(model.name())) {
            throw new InvalidException(known.problems());
        }
        Tracer tracer = new Tracer(workspace.engine(), known.tables());
        TracedTable table = tracer.around(model.name()).table(model.name()).orElseThrow();
        tracer.failure(model.name()).ifPresent(failure -> {
            throw failure;
        });
        if (table.columns().isEmpty()) {
            throw new InvalidException(Problem.error(
                    "never-applied",
                    model.location(),
                    "Cannot tell the columns of " + model.name() + ": "
                            + table.reason().orElse("it has none"),
                    "hindsight plan tells all that is to be mended."));
        }
        return new Result.OfFile(table, model);
    }

    private boolean isDeclared(String name) {
        return model(name).isPresent()
                || workspace.project().sources().stream().anyMatch(source -> Name.same(source.name(), name));
    }

    private Result table(String name, Store store, States states, long seq) {
        TableMemory table = new TableLookup(store, states, workspace.project()).everAt(name, seq);
        boolean source = table.definition().role() == TableRole.SOURCE;
        return new Result.OfTable(
                table,
                seq,
                store.commit(table.changedAt()),
                table.model().map(ModelMemory::basis).flatMap(store::commit),
                source ? taken(table.name(), store, 0, seq).size() : 0,
                model(table.name()));
    }

    private static Result commit(Position position, Store store, States states) {
        long seq = store.resolve(position);
        Commit commit = store.commit(seq)
                .orElseThrow(() -> new InvalidException(Problem.error(
                        "no-commit",
                        "Cannot show a commit: there is none at that position or before",
                        "hindsight log lists the commits.")));
        Memory before = states.memory(commit.parent().orElse(0));
        Memory after = states.memory(seq);
        List<LoadedFile> files = new ArrayList<>();
        store.fileChanges(seq - 1, seq).stream()
                .filter(change -> change.weight() > 0)
                .forEach(change -> files.add(change.file()));
        return new Result.OfCommit(
                commit, redefinitions(before, after), files, store.keeping().erased(seq));
    }

    private static List<LoadedFile> taken(String source, Store store, long from, long to) {
        return store.loadedFiles(source).stream()
                .filter(file -> from <= file.seq() && file.seq() <= to)
                .toList();
    }

    private static List<Redefinition> redefinitions(Memory before, Memory after) {
        List<Redefinition> found = new ArrayList<>();
        for (TableMemory now : after.tables().values()) {
            Optional<TableMemory> old = before.tables().values().stream()
                    .filter(other -> other.id() == now.id())
                    .findFirst();
            List<String> differences = differences(old, now);
            if (!differences.isEmpty()) {
                found.add(new Redefinition(now.name(), differences));
            }
        }
        found.sort(Comparator.comparing(Redefinition::table));
        return found;
    }

    private static List<String> differences(Optional<TableMemory> before, TableMemory now) {
        boolean there = before.isPresent() && !before.get().dropped();
        if (!there) {
            return now.dropped() ? List.of() : List.of("new");
        }
        if (now.dropped()) {
            return List.of("dropped");
        }
        List<String> found = new ArrayList<>();
        TableMemory old = before.get();
        if (!old.name().equals(now.name())) {
            found.add("was " + old.name());
        }
        found.addAll(Definitions.differences(old.definition(), now.definition()));
        if (!old.model().map(ModelMemory::inForce).equals(now.model().map(ModelMemory::inForce))) {
            found.add("its logic changed");
        }
        return found;
    }
}
