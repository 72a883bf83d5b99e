package hindsight.plan;

import hindsight.history.Update.LogicText;
import hindsight.relation.BoundQuery;
import hindsight.relation.Traversal;
import hindsight.relation.canonical.InexactInputs;
import hindsight.relation.canonical.Precision;
import hindsight.relation.rule.Inlining;
import hindsight.relation.rule.Normalizer;
import hindsight.schema.Name;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Canonical forms of models with those of the views that they read in the place of the views. Each text has its canonical form by
 * itself, as if views were tables: so a view has the same rows for all who read it, whether they look through it or not.
 */
public final class WholeForms {
    private final Renderings renderings;
    private final InexactInputs inexact;
    private final Function<String, Optional<Text>> views;
    private final Map<LogicText, BoundQuery> known = new HashMap<>();

    /**
     * @param inexact which columns of tables are
     * @param views by name: those that reflect the same commit, under the same clock, as what is asked for; others stay scans
     */
    public WholeForms(Renderings renderings, InexactInputs inexact, Function<String, Optional<Text>> views) {
        this.renderings = renderings;
        this.inexact = inexact;
        this.views = views;
    }

    /** What the rows of a model follow. */
    public record Text(String model, LogicText logic) {
        /** What they will follow. */
        public static Text of(ModelPlan model) {
            return new Text(model.name(), model.goal().orElseThrow().text());
        }
    }

    /**
     * A form over tables, and over views that cannot be looked through.
     *
     * @param inputs names of what it reads
     * @param precision what of its rows may differ between two computations
     */
    public record Whole(BoundQuery query, List<String> inputs, Precision precision) {
        public Whole {
            inputs = List.copyOf(inputs);
        }

        /** The same with another query, which gives some of the rows. */
        public Whole part(BoundQuery part) {
            return new Whole(part, inputs, precision);
        }
    }

    /** What a model does; empty where its text must run as it is written, or is refused. */
    public Optional<Whole> of(ModelPlan model) {
        return of(Text.of(model));
    }

    /** What a text does; empty where it must run as it is written, or is refused. */
    public Optional<Whole> of(Text text) {
        return canonical(text)
                .flatMap(own -> form(text).map(query -> new Whole(query, inputs(query), own.precision())));
    }

    private Optional<BoundQuery> form(Text text) {
        BoundQuery before = known.get(text.logic());
        if (before != null) {
            return Optional.of(before);
        }
        Rendering.Canonical own = canonical(text).orElse(null);
        if (own == null) {
            return Optional.empty();
        }
        BoundQuery form = Inlining.inline(own.query(), view -> views.apply(view).flatMap(this::form))
                .map(Normalizer::normalize)
                .orElse(own.query());
        known.put(text.logic(), form);
        return Optional.of(form);
    }

    private Optional<Rendering.Canonical> canonical(Text text) {
        Rendering rendering = renderings.of(text.model(), text.logic(), inexact);
        return rendering instanceof Rendering.Canonical own ? Optional.of(own) : Optional.empty();
    }

    private static List<String> inputs(BoundQuery query) {
        Map<String, String> names = new LinkedHashMap<>();
        Traversal.scans(query.relation()).forEach(scan -> names.putIfAbsent(Name.folded(scan.table()), scan.table()));
        return List.copyOf(names.values());
    }
}
