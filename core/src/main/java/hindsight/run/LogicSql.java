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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The SQL by which remembered logic gives its rows again: the canonical form of its text, where it has one. Only the text is
 * remembered.
 */
final class LogicSql {
    private final Engine engine;
    private final Map<Asked, String> known = new HashMap<>();

    LogicSql(Engine engine) {
        this.engine = engine;
    }

    private record Asked(LogicText text, List<TableDefinition> inputs) {}

    /** @param inputs as they are remembered where the logic reads them */
    String of(String model, LogicText logic, List<TableMemory> inputs) {
        Asked asked =
                new Asked(logic, inputs.stream().map(TableMemory::definition).toList());
        String sql = known.get(asked);
        if (sql == null) {
            sql = read(model, logic, Memory.of(0, inputs));
            known.put(asked, sql);
        }
        return sql;
    }

    private String read(String model, LogicText logic, Memory inputs) {
        Meanings meanings = Meanings.remembered(inputs, engine.parser(), engine.planReader());
        try {
            Renderings renderings = new Renderings(meanings, engine.functions(), engine.dialect());
            Rendering rendering = renderings.of(
                    model, logic, new InexactTables(name -> inputs.table(name).map(TableMemory::definition)));
            return rendering instanceof Rendering.Canonical canonical ? renderings.sql(canonical.query()) : logic.sql();
        } catch (InvalidException doesNotBind) {
            return logic.sql();
        }
    }
}
