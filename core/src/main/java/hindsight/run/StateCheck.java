package hindsight.run;

import hindsight.delta.KeptAggregate;
import hindsight.delta.KeptAggregates;
import hindsight.delta.Side;
import hindsight.engine.Engine;
import hindsight.history.Memory;
import hindsight.history.ModelMemory;
import hindsight.history.RowSet;
import hindsight.history.Sections;
import hindsight.history.StagedTable;
import hindsight.history.StateMemory;
import hindsight.history.Store;
import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.history.TableRole;
import hindsight.plan.InexactTables;
import hindsight.plan.Meanings;
import hindsight.plan.Renderings;
import hindsight.plan.WholeForms;
import hindsight.plan.WholeForms.Text;
import hindsight.problem.DefectException;
import hindsight.problem.InvalidException;
import hindsight.run.Verify.Against;
import hindsight.run.Verify.Finding;
import hindsight.run.Verify.Sample;
import hindsight.schema.Schema;
import hindsight.sql.Identifier;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares the hidden states of models with what they are made of: the inputs of the model AS OF its basis, under its clock. */
final class StateCheck {
    /** Groups are changed by their versions, so one that has none, or that of another, counts for nothing. */
    private static final String GROUPS =
            "SELECT %1$s FROM state WHERE %2$s IS NOT NULL " + "QUALIFY count(*) OVER (PARTITION BY %2$s) = 1";

    private final Store store;
    private final States states;
    private final Engine engine;

    StateCheck(Store store, States states, Engine engine) {
        this.store = store;
        this.states = states;
        this.engine = engine;
    }

    /** @param seq the newest commit, as of which {@code model} is remembered */
    List<Finding> run(TableMemory model, long seq) {
        Map<Integer, String> kept = store.states(model).stream()
                .filter(StateMemory::kept)
                .collect(Collectors.toMap(StateMemory::number, StateMemory::form));
        return kept.isEmpty() ? List.of() : new OfModel(model, seq).findings(kept);
    }

    private final class OfModel {
        private final TableMemory model;
        private final ModelMemory memory;
        private final long seq;
        private final Renderings renderings;
        private final WholeForms forms;

        OfModel(TableMemory model, long seq) {
            this.model = model;
            this.memory = model.model().orElseThrow();
            this.seq = seq;
            Memory read = states.memory(memory.basis());
            Meanings meanings = Meanings.remembered(read, engine.parser(), engine.planReader());
            this.renderings = new Renderings(meanings, engine.functions(), engine.dialect());
            this.forms = new WholeForms(
                    renderings,
                    new InexactTables(name -> read.table(name).map(TableMemory::definition)),
                    name -> read.table(name).filter(TableMemory::isView).map(OfModel::text));
        }

        private static Text text(TableMemory table) {
            return new Text(table.name(), Sections.together(table));
        }

        /** @param kept forms of states by number; a state of another form is read by nobody */
        List<Finding> findings(Map<Integer, String> kept) {
            return possible().stream()
                    .filter(state -> HiddenStates.form(state, engine.version()).equals(kept.get(state.number())))
                    .flatMap(state -> finding(state).stream())
                    .toList();
        }

        private List<KeptAggregate> possible() {
            try {
                return forms.of(text(model))
                        .map(form ->
                                KeptAggregates.of(form.query(), any -> true).states())
                        .orElse(List.of());
            } catch (InvalidException doesNotBindAnyMore) {
                return List.of();
            }
        }

        private Optional<Finding> finding(KeptAggregate state) {
            String name = "its hidden state " + state.number();
            String inputs = "its inputs AS OF #" + memory.basis();
            StagedTable made;
            try {
                made = store.stage(query(
                        renderings.sql(state.query()),
                        states.inputs(model, state.reads().keySet(), seq)));
            } catch (InvalidException fails) {
                return Optional.of(found(name + " cannot be made of " + inputs + ": " + fails.getMessage(), List.of()));
            }
            try {
                List<Sample> samples = samples(state, new RowSet.Staged(made));
                return samples.isEmpty()
                        ? Optional.empty()
                        : Optional.of(found(name + " has other groups than " + inputs + " give", samples));
            } catch (InvalidException | DefectException unreadable) {
                return Optional.of(found(name + " cannot be read: " + unreadable.getMessage(), List.of()));
            }
        }

        private List<Sample> samples(KeptAggregate state, RowSet made) {
            Schema schema = new Schema(state.query().columns());
            List<String> groups =
                    schema.names().subList(0, state.whole().groups().size());
            TableDefinition definition = new TableDefinition(
                    state.table(), TableRole.MODEL, schema, Set.of(), groups, Optional.empty(), Optional.empty());
            RowSet kept = query(
                    GROUPS.formatted(Identifier.list(schema.names()), Side.VERSION),
                    Map.of("state", new RowSet.State(model, state.number())));
            return store.same(definition, made, kept)
                    ? List.of()
                    : new Comparison(definition).samples(store, made, kept, memory.clock());
        }

        private RowSet query(String sql, Map<String, RowSet> inputs) {
            return new RowSet.Query(sql, inputs, memory.clock());
        }

        private static Finding found(String message, List<Sample> samples) {
            return new Finding(Against.STATE, message, samples);
        }
    }
}
