package hindsight.duckdb;

import hindsight.json.JsonTree;
import hindsight.relation.BoundQuery;
import hindsight.schema.Column;
import hindsight.schema.Schema;
import hindsight.sql.Meaning;
import hindsight.sql.ParsedQuery;
import hindsight.sql.PlanReader;
import java.util.List;
import java.util.Map;

/** Reads the plan that the engine's own binder makes. What it cannot read for sure stays opaque. */
final class DuckPlanReader implements PlanReader {
    private final Bindings bindings;
    private final String version;

    DuckPlanReader(Session session) {
        this(new Bindings(session), session.version());
    }

    /** @param version of the engine */
    DuckPlanReader(Bindings bindings, String version) {
        this.bindings = bindings;
        this.version = version;
    }

    @Override
    public Meaning read(ParsedQuery query, Map<String, Schema> inputs) {
        Bindings.Bound bound = bindings.take(query, inputs);
        return read(bound.plan(), bound.columns());
    }

    /** What a plan says that gives these columns. */
    Meaning read(String plan, List<Column> columns) {
        try {
            checkVersion();
            PlanShape.checkSize(plan);
            JsonTree answer = JsonTree.tryRead(plan)
                    .orElseThrow(() -> new Unreadable("its plan holds a number that JSON cannot, such as NaN"));
            if (SyntaxTree.isError(answer)) {
                String message = answer.at("error_message").text();
                throw new Unreadable(
                        ClockMarks.areIn(message)
                                ? "the engine must know the clock to give a plan of it"
                                : "the engine gives no plan of it: " + message);
            }
            BoundQuery read = new BoundQuery(
                    PlanRelations.of(answer.at("plans").at(0)),
                    columns.stream().map(Column::name).toList());
            return read.relation()
                            .columns()
                            .equals(columns.stream().map(Column::type).toList())
                    ? new Meaning.Understood(read)
                    : new Meaning.Opaque("its plan gives other types than it has");
        } catch (Unreadable e) {
            return new Meaning.Opaque(e.reason());
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return new Meaning.Opaque("its plan contradicts itself: " + e.getMessage());
        }
    }

    private void checkVersion() {
        if (!version.startsWith(PlanShape.VERSION)) {
            throw new Unreadable(
                    "plans of DuckDB " + version + " are not known, only those of " + PlanShape.VERSION + "x");
        }
    }
}
