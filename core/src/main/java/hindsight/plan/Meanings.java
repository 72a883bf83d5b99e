package hindsight.plan;

import hindsight.graph.Graph;
import hindsight.graph.Model;
import hindsight.history.Memory;
import hindsight.history.ModelMemory;
import hindsight.history.TableMemory;
import hindsight.history.Update.LogicText;
import hindsight.problem.InvalidException;
import hindsight.project.SourceDefinition;
import hindsight.project.SqlText;
import hindsight.relation.BoundQuery;
import hindsight.relation.Traversal;
import hindsight.relation.analysis.Lineage;
import hindsight.relation.analysis.Origin;
import hindsight.relation.analysis.PlanDigest;
import hindsight.schema.Name;
import hindsight.schema.Schema;
import hindsight.sql.Meaning;
import hindsight.sql.ParsedQuery;
import hindsight.sql.Parser;
import hindsight.sql.PlanReader;
import hindsight.sql.TableReference;
import hindsight.time.Timeline;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the SQL of models does over the tables as their columns are now: found when it is asked for, in simplified form, and once. */
public final class Meanings {
    private final Graph graph;
    private final Past past;
    private final Map<String, Schema> columns = new HashMap<>();
    private final Parser parser;
    private final PlanReader reader;
    private final Map<String, Meaning> known = new HashMap<>();

    /** What texts did over the tables as they are remembered. */
    public static Meanings remembered(Memory memory, Parser parser, PlanReader reader) {
        return new Meanings(new Graph(List.of(), List.of()), Map.of(), memory, parser, reader);
    }

    /** @param columns of every selected model, by its name */
    public Meanings(Graph graph, Map<String, Schema> columns, Memory memory, Parser parser, PlanReader reader) {
        this.graph = graph;
        this.past = Past.of(graph, memory);
        columns.forEach((name, schema) -> this.columns.put(Name.folded(name), schema));
        this.parser = parser;
        this.reader = reader;
    }

    /** What a model's rows follow once its goal is reached; empty where an input has no columns yet. */
    public Optional<Meaning> of(ModelPlan plan) {
        return plan.goal().flatMap(goal -> of(plan.name(), goal.text().sql()));
    }

    /** What a text of a model does; empty where an input has no columns yet. */
    Optional<Meaning> of(String model, String sql) {
        return of(query(model, sql));
    }

    /**
     * Names of the columns that identify a row of a table: checked when its rows were published, and still declared where it is, so
     * that they identify the rows of an apply under way, too.
     */
    Optional<List<String>> key(String table) {
        Optional<List<String>> declared = graph.model(table)
                .map(model -> model.definition().settings().key())
                .or(() -> graph.sources().stream()
                        .filter(source -> Name.same(source.name(), table))
                        .findFirst()
                        .map(SourceDefinition::key));
        return past.table(table)
                .map(found -> found.definition().key())
                .filter(key -> !key.isEmpty()
                        && declared.map(names -> folded(names).equals(folded(key)))
                                .orElse(true));
    }

    private static Set<String> folded(List<String> names) {
        return names.stream().map(Name::folded).collect(Collectors.toSet());
    }

    /**
     * Which columns of its inputs matter to some columns of a model's result, by the folded name of the input; an input of which
     * only the number of rows matters has none. Empty where the text is opaque.
     *
     * @param wanted folded names of columns of the result; empty: all
     */
    public Optional<Map<String, Set<String>>> reads(String model, String sql, Optional<Set<String>> wanted) {
        return of(query(model, sql)).flatMap(Meaning::understood).map(query -> reads(query, wanted));
    }

    private static Map<String, Set<String>> reads(BoundQuery query, Optional<Set<String>> wanted) {
        Lineage.Result lineage = Lineage.of(query.relation());
        Set<Origin> used = new HashSet<>(lineage.rows());
        for (int i = 0; i < query.names().size(); i++) {
            if (wanted.isEmpty()
                    || wanted.get().contains(Name.folded(query.names().get(i)))) {
                used.addAll(lineage.columns().get(i).used());
            }
        }
        Map<String, Set<String>> reads = new HashMap<>();
        Traversal.scans(query.relation())
                .forEach(scan -> reads.computeIfAbsent(Name.folded(scan.table()), table -> new HashSet<>()));
        used.forEach(origin -> Optional.ofNullable(reads.get(Name.folded(origin.table())))
                .orElseThrow()
                .add(Name.folded(origin.column())));
        return reads;
    }

    /** Folded names of models whose text is another than the remembered one, and does the same. */
    public Set<String> reworded(PlanRequest request) {
        return graph.models().stream()
                .filter(model -> request.selects(model.name()) && isReworded(model, request))
                .map(model -> Name.folded(model.name()))
                .collect(Collectors.toSet());
    }

    private boolean isReworded(Model model, PlanRequest request) {
        ModelMemory memory =
                past.table(model.name()).flatMap(TableMemory::model).orElse(null);
        if (memory == null) {
            return false;
        }
        Timeline<LogicText> before = Logic.remembered(memory.inForce());
        Timeline<LogicText> now = Logic.of(model, request.zone(), past.hasZonedInput(model));
        return !Logic.same(now, before)
                && LogicRange.between(before, now, (then, text) -> areAlike(model.name(), then, text))
                        .isEmpty();
    }

    /** Whether two texts of a model do the same. */
    boolean areAlike(String model, LogicText one, LogicText other) {
        Timeline<LogicText> left = Timeline.always(one);
        Timeline<LogicText> right = Timeline.always(other);
        if (Logic.same(left, right)) {
            return true;
        }
        Optional<String> digest =
                Logic.areMarkedAlike(left, right) ? digest(query(model, one.sql())) : Optional.empty();
        return digest.isPresent() && digest.equals(digest(query(model, other.sql())));
    }

    private Optional<String> digest(ParsedQuery query) {
        try {
            return of(query).flatMap(Meaning::understood).map(PlanDigest::of);
        } catch (InvalidException doesNotBindAnyMore) {
            return Optional.empty();
        }
    }

    ParsedQuery query(String model, String sql) {
        return graph.model(model)
                .map(Model::query)
                .filter(query -> query.sql().text().equals(sql))
                .orElseGet(() -> parser.parse(SqlText.of(model, sql)));
    }

    private Optional<Meaning> of(ParsedQuery query) {
        Map<String, Schema> inputs = new HashMap<>();
        for (TableReference table : query.tables()) {
            Optional<Schema> schema = schema(table.name());
            if (schema.isEmpty()) {
                return Optional.empty();
            }
            inputs.put(table.name(), schema.get());
        }
        Meaning before = known.get(query.sql().text());
        if (before == null) {
            before = reader.read(query, inputs).simplified();
            known.put(query.sql().text(), before);
        }
        return Optional.of(before);
    }

    private Optional<Schema> schema(String table) {
        return Optional.ofNullable(columns.get(Name.folded(table)))
                .or(() -> past.table(table).map(found -> found.definition().schema()));
    }
}
