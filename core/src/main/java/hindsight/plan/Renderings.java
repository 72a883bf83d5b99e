package hindsight.plan;

import hindsight.history.Update.LogicText;
import hindsight.problem.Location;
import hindsight.problem.Problem;
import hindsight.relation.BoundQuery;
import hindsight.relation.Relation;
import hindsight.relation.Traversal;
import hindsight.relation.canonical.Canonical;
import hindsight.relation.canonical.Canonicalizer;
import hindsight.relation.canonical.Functions;
import hindsight.relation.canonical.InexactInputs;
import hindsight.relation.canonical.Options;
import hindsight.relation.canonical.RowKeys;
import hindsight.sql.Meaning;
import hindsight.sql.writer.Dialect;
import hindsight.sql.writer.QueryWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes the SQL by which models are computed: the canonical form of what their text does, where that is known. */
public final class Renderings {
    private final Meanings meanings;
    private final Functions functions;
    private final Dialect dialect;
    private final Map<String, Rendering> known = new HashMap<>();

    public Renderings(Meanings meanings, Functions functions, Dialect dialect) {
        this.meanings = meanings;
        this.functions = functions;
        this.dialect = dialect;
    }

    /** How a model is computed once its goal is reached. */
    public Rendering of(ModelPlan plan) {
        LogicText text = plan.goal().orElseThrow().inForce().segments().get(0).value();
        return text.opaque()
                .<Rendering>map(Rendering.AsWritten::new)
                .orElseGet(() -> known.computeIfAbsent(text.sql(), sql -> rendering(plan)));
    }

    /** Why a model's text is refused, where the same rows could give different results by it. */
    public Optional<Problem> refusal(ModelPlan plan, Location place) {
        return of(plan) instanceof Rendering.Refused refused
                ? Optional.of(Problem.error(
                        "not-deterministic",
                        place,
                        "Cannot apply model " + plan.name() + ": " + refused.reason(),
                        refused.hint()))
                : Optional.empty();
    }

    private Rendering rendering(ModelPlan plan) {
        Meaning meaning = meanings.of(plan).orElse(null);
        if (!(meaning instanceof Meaning.Understood understood)) {
            return new Rendering.AsWritten(
                    meaning instanceof Meaning.Opaque opaque ? opaque.reason() : "its inputs have no columns yet");
        }
        RowKeys keys = RowKeys.following(declaredKeys(understood.query()));
        Canonical canonical =
                new Canonicalizer(functions, keys, InexactInputs.NONE, Options.USUAL).canonical(understood.query());
        if (canonical instanceof Canonical.Refused refused) {
            return new Rendering.Refused(refused.reason(), refused.hint());
        }
        Canonical.Plan found = (Canonical.Plan) canonical;
        return new Rendering.Canonical(QueryWriter.write(found.query(), dialect), found.differences());
    }

    private Map<String, List<List<String>>> declaredKeys(BoundQuery query) {
        Map<String, List<List<String>>> keys = new HashMap<>();
        for (Relation relation : Traversal.upward(query.relation())) {
            if (relation instanceof Relation.Scan scan) {
                meanings.key(scan.table()).ifPresent(key -> keys.put(scan.table(), List.of(key)));
            }
        }
        return keys;
    }
}
