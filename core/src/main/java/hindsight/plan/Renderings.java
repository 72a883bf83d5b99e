package hindsight.plan;

import hindsight.history.Update.LogicText;
import hindsight.relation.BoundQuery;
import hindsight.relation.Relation;
import hindsight.relation.Traversal;
import hindsight.relation.canonical.Canonical;
import hindsight.relation.canonical.Canonicalizer;
import hindsight.relation.canonical.Exactness;
import hindsight.relation.canonical.Functions;
import hindsight.relation.canonical.InexactInputs;
import hindsight.relation.canonical.Options;
import hindsight.relation.canonical.RowKeys;
import hindsight.sql.Meaning;
import hindsight.sql.ParsedQuery;
import hindsight.sql.writer.Dialect;
import hindsight.sql.writer.QueryWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes the SQL by which models are computed: the canonical form of what their text does, where that is known. */
public final class Renderings {
    private static final Options ORDERED = new Options(Options.Averages.QUOTIENTS, Options.Floats.ORDERED);

    private final Meanings meanings;
    private final Functions functions;
    private final Dialect dialect;
    private final Map<LogicText, Rendering> known = new HashMap<>();

    public Renderings(Meanings meanings, Functions functions, Dialect dialect) {
        this.meanings = meanings;
        this.functions = functions;
        this.dialect = dialect;
    }

    /**
     * How a text of a model is computed, over the views that it reads as over tables. What was found once is kept.
     *
     * @param inputs which columns of what it reads are inexact
     */
    public Rendering of(String model, LogicText text, InexactInputs inputs) {
        Rendering rendering = known.get(text);
        if (rendering == null) {
            rendering = rendering(model, text, inputs);
            known.put(text, rendering);
        }
        return rendering;
    }

    /** To be said when other columns of some table turn out to be inexact. */
    public void forget() {
        known.clear();
    }

    /** The SQL of a query. */
    public String sql(BoundQuery query) {
        return QueryWriter.write(query, dialect);
    }

    private Rendering rendering(String model, LogicText text, InexactInputs inputs) {
        Meaning meaning = meanings.of(model, text.sql()).orElse(null);
        if (meaning instanceof Meaning.Opaque opaque) {
            return asWritten(meanings.query(model, text.sql()), text.opaque().orElse(opaque.reason()));
        }
        if (!(meaning instanceof Meaning.Understood understood)) {
            return new Rendering.AsWritten("its inputs have no columns yet");
        }
        Rendering form = form(understood.query(), text, inputs);
        return form instanceof Rendering.Canonical canonical
                ? text.opaque().map(canonical::opaque).orElse(canonical)
                : form;
    }

    private static Rendering asWritten(ParsedQuery text, String reason) {
        return text.openOrders().stream()
                .findFirst()
                .<Rendering>map(open -> Rendering.Refused.opaque(
                        "the rows that " + open.what() + " meets",
                        reason,
                        Optional.of(text.sql().locate(open.offset(), open.length()))))
                .orElseGet(() -> new Rendering.AsWritten(reason));
    }

    private Rendering form(BoundQuery query, LogicText text, InexactInputs inputs) {
        Options options = Logic.isOrdered(text) ? ORDERED : Options.USUAL;
        Canonical canonical = new Canonicalizer(functions, keys(query), inputs, options).canonical(query);
        if (canonical instanceof Canonical.Refused refused) {
            return new Rendering.Refused(refused.reason(), refused.hint(), Optional.empty());
        }
        Canonical.Plan found = (Canonical.Plan) canonical;
        Relation root = found.query().relation();
        return new Rendering.Canonical(
                found.query(),
                found.differences(),
                new Exactness(root, functions, keys(found.query()), inputs).of(root));
    }

    private RowKeys keys(BoundQuery query) {
        Map<String, List<List<String>>> keys = new HashMap<>();
        for (Relation.Scan scan : Traversal.scans(query.relation())) {
            meanings.key(scan.table()).ifPresent(key -> keys.put(scan.table(), List.of(key)));
        }
        return RowKeys.following(keys);
    }
}
