package hindsight.run;

import hindsight.engine.Engine;
import hindsight.history.Memory;
import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.history.Update.LogicText;
import hindsight.plan.InexactTables;
import hindsight.plan.Meanings;
import hindsight.plan.Rendering;
import hindsight.plan.Renderings;
import hindsight.problem.InvalidException;
import hindsight.relation.BoundQuery;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The SQL by which remembered logic gives its rows again: the canonical form of its text, where it has one. Only the text is
 * remembered.
 */
final class LogicSql {
    private final Engine engine;
    private final Map<Asked, Form> known = new HashMap<>();

    LogicSql(Engine engine) {
        this.engine = engine;
    }

    private record Asked(LogicText text, List<TableDefinition> inputs) {}

    /**
     * How a text is run.
     *
     * @param sql that gives its rows
     * @param query what it does, over the tables that it names; empty where that is not known
     * @param opaque why not; otherwise empty
     */
    record Form(String sql, Optional<BoundQuery> query, Optional<String> opaque) {}

    /** @param inputs as they are remembered where the logic reads them */
    String of(String model, LogicText logic, List<TableMemory> inputs) {
        return form(model, logic, inputs).sql();
    }

    /** @param inputs as they are remembered where the logic reads them */
    Form form(String model, LogicText logic, List<TableMemory> inputs) {
        Asked asked =
                new Asked(logic, inputs.stream().map(TableMemory::definition).toList());
        Form form = known.get(asked);
        if (form == null) {
            form = read(model, logic, Memory.of(0, inputs));
            known.put(asked, form);
        }
        return form;
    }

    private Form read(String model, LogicText logic, Memory inputs) {
        Meanings meanings = Meanings.remembered(inputs, engine.parser(), engine.planReader());
        try {
            Renderings renderings = new Renderings(meanings, engine.functions(), engine.dialect());
            Rendering rendering = renderings.of(
                    model, logic, new InexactTables(name -> inputs.table(name).map(TableMemory::definition)));
            if (rendering instanceof Rendering.Canonical canonical) {
                return new Form(renderings.sql(canonical.query()), Optional.of(canonical.query()), Optional.empty());
            }
            String reason = rendering instanceof Rendering.AsWritten text
                    ? text.reason()
                    : ((Rendering.Refused) rendering).reason();
            return new Form(logic.sql(), Optional.empty(), Optional.of(reason));
        } catch (InvalidException doesNotBind) {
            return new Form(logic.sql(), Optional.empty(), Optional.of("it does not fit its inputs any more"));
        }
    }
}
