package hindsight.run;

import hindsight.history.Memory;
import hindsight.history.Store;
import hindsight.history.TableMemory;
import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.problem.Suggestion;
import hindsight.project.ModelDefinition;
import hindsight.project.Project;
import hindsight.project.SourceDefinition;
import hindsight.schema.Name;
import hindsight.time.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds tables by the names that users give, and says what is the matter where there is none. */
final class TableLookup {
    private final Store store;
    private final States states;
    private final Project project;

    TableLookup(Store store, States states, Project project) {
        this.store = store;
        this.states = states;
        this.project = project;
    }

    /**
     * The table of that name at a commit.
     *
     * @throws InvalidException when there is none, or it was dropped
     */
    TableMemory at(String name, long seq) {
        return states.memory(seq).table(name).orElseThrow(() -> new InvalidException(missing(name, seq)));
    }

    /**
     * The table of that name at a commit, dropped or not.
     *
     * @throws InvalidException when there is none
     */
    TableMemory everAt(String name, long seq) {
        TableMemory table = states.memory(seq).tables().get(Name.folded(name));
        if (table == null) {
            throw new InvalidException(missing(name, seq));
        }
        return table;
    }

    /** What the table was at a commit before, whatever its name was then; empty when it was not there or dropped. */
    Optional<TableMemory> before(TableMemory table, long seq) {
        return states.find(table, seq);
    }

    /** Everything that the table was defined as before, newest first. */
    List<TableMemory> formerly(TableMemory table) {
        List<TableMemory> found = new ArrayList<>();
        Optional<TableMemory> known = Optional.of(table);
        while (known.isPresent()) {
            long earlier = store.resolve(new Position.Version(known.get().definedAt() - 1));
            known = states.memory(earlier).tables().values().stream()
                    .filter(other -> other.id() == table.id())
                    .findFirst();
            known.ifPresent(found::add);
        }
        return found;
    }

    /** Why there is no table of that name at a commit. */
    Problem missing(String name, long seq) {
        Memory then = states.memory(seq);
        TableMemory dropped = then.tables().get(Name.folded(name));
        if (dropped != null) {
            return problem(
                    name,
                    "it was dropped at #" + dropped.definedAt(),
                    "Read it AS OF an earlier commit: hindsight log " + name + " lists them.");
        }
        if (states.memory(store.resolve(new Position.Head())).tables().containsKey(Name.folded(name))) {
            return problem(
                    name,
                    (seq == 0 ? "before the first commit there was nothing" : "at #" + seq + " it did not exist yet"),
                    "hindsight log " + name + " lists the commits that changed it.");
        }
        if (project.models().stream().anyMatch(model -> Name.same(model.name(), name))) {
            return problem(name, "the model was never applied", "hindsight apply builds it.");
        }
        if (project.sources().stream().anyMatch(source -> Name.same(source.name(), name))) {
            return problem(
                    name, "nothing was ever loaded into the source", "hindsight load " + name + " FILE loads it.");
        }
        return problem(name, "there is no such table", Suggestion.hint(name, names(then)));
    }

    private Set<String> names(Memory then) {
        Set<String> names = new TreeSet<>();
        then.live().forEach(table -> names.add(table.name()));
        project.models().stream().map(ModelDefinition::name).forEach(names::add);
        project.sources().stream().map(SourceDefinition::name).forEach(names::add);
        return names;
    }

    private static Problem problem(String name, String reason, String hint) {
        return Problem.error("unknown-table", "Cannot read " + name + ": " + reason, hint);
    }
}
