package hindsight.graph;

import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.problem.Problems;
import hindsight.project.ModelDefinition;
import hindsight.project.Project;
import hindsight.project.SqlText;
import hindsight.schema.Name;
import hindsight.sql.ParsedQuery;
import hindsight.sql.Parser;
import hindsight.sql.Safety;
import hindsight.sql.SectionsText;
import hindsight.sql.TableReference;
import hindsight.time.Timeline;
import hindsight.time.Timeline.Segment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Parses a project's models and puts them in order. */
public final class GraphBuilder {
    private final Parser parser;

    public GraphBuilder(Parser parser) {
        this.parser = parser;
    }

    /**
     * What of a project could be put in order.
     *
     * @param graph the models with which nothing is wrong and that read only such
     * @param problems all that is wrong with the others
     */
    public record Attempt(Graph graph, List<Problem> problems) {
        public Attempt {
            problems = List.copyOf(problems);
        }
    }

    /**
     * The graph of a project.
     *
     * @throws InvalidException with every problem found: SQL that does not parse or reads more than sources and models, names that are no tables, AT clauses, cycles
     */
    public Graph build(Project project) {
        Attempt attempt = attempt(project);
        Problems problems = new Problems();
        problems.addAll(attempt.problems());
        problems.throwIfErrors();
        return attempt.graph();
    }

    /** The graph of what is sound. */
    public Attempt attempt(Project project) {
        Problems problems = new Problems();
        Set<String> broken = new HashSet<>();
        KnownTables tables = KnownTables.of(project);
        List<Model> models = new ArrayList<>();
        for (ModelDefinition definition : project.models()) {
            Problems own = new Problems();
            model(definition, tables, own).ifPresent(models::add);
            problems.addAll(own.list());
            if (own.hasErrors()) {
                broken.add(Name.folded(definition.name()));
            }
        }
        ModelOrder order = new ModelOrder(models, problems);
        List<Model> ordered = order.ordered();
        broken.addAll(order.cyclic());
        List<Model> sound = new ArrayList<>();
        for (Model model : ordered) {
            Stream<String> names = Stream.concat(Stream.of(model.name()), model.inputs().stream());
            if (names.map(Name::folded).anyMatch(broken::contains)) {
                broken.add(Name.folded(model.name()));
            } else {
                sound.add(model);
            }
        }
        return new Attempt(new Graph(project.sources(), sound), problems.list());
    }

    private Optional<Model> model(ModelDefinition definition, KnownTables tables, Problems problems) {
        Optional<Timeline<ParsedQuery>> parsed = parse(definition.timeline(), problems);
        parsed.ifPresent(timeline -> {
            timeline.segments().forEach(segment -> problems.addAll(Safety.PROJECT.problems(segment.value())));
            rejectPositions(definition, timeline, problems);
        });
        return parsed.map(timeline ->
                new Model(definition, timeline, together(definition, timeline), inputs(timeline, tables, problems)));
    }

    /**
     * A model of a graph with other settings or another timeline than its file has.
     *
     * @param graph names what its texts may read
     * @throws InvalidException with every problem found in the texts
     */
    public Model revised(Graph graph, ModelDefinition definition) {
        Problems problems = new Problems();
        Optional<Model> revised = model(definition, KnownTables.of(graph), problems);
        problems.throwIfErrors();
        return revised.orElseThrow();
    }

    /** The models in order, each behind all that it reads. */
    public static List<Model> ordered(List<Model> models) {
        Problems problems = new Problems();
        List<Model> ordered = new ModelOrder(models, problems).ordered();
        problems.throwIfErrors();
        return ordered;
    }

    /** Empty after telling of every section that does not parse. */
    private Optional<Timeline<ParsedQuery>> parse(Timeline<SqlText> timeline, Problems problems) {
        List<Segment<ParsedQuery>> parsed = new ArrayList<>();
        for (Segment<SqlText> segment : timeline.segments()) {
            try {
                parsed.add(new Segment<>(segment.range(), parser.parse(segment.value())));
            } catch (InvalidException e) {
                problems.addAll(e.problems());
            }
        }
        boolean whole = parsed.size() == timeline.segments().size();
        return whole ? Optional.of(new Timeline<>(parsed)) : Optional.empty();
    }

    private ParsedQuery together(ModelDefinition definition, Timeline<ParsedQuery> timeline) {
        if (timeline.segments().size() == 1) {
            return timeline.segments().get(0).value();
        }
        String effective = definition.settings().effective().orElseThrow();
        String text = SectionsText.of(definition.timeline().map(SqlText::text).segments(), effective);
        return parser.parse(SqlText.of(definition.name(), text));
    }

    private static List<String> inputs(Timeline<ParsedQuery> timeline, KnownTables tables, Problems problems) {
        Set<String> inputs = new LinkedHashSet<>();
        timeline.segments().forEach(segment -> inputs.addAll(tables.inputs(segment.value(), problems)));
        return List.copyOf(inputs);
    }

    private static void rejectPositions(ModelDefinition model, Timeline<ParsedQuery> timeline, Problems problems) {
        for (Segment<ParsedQuery> segment : timeline.segments()) {
            ParsedQuery query = segment.value();
            for (TableReference reference : query.tables()) {
                if (reference.at().isPresent()) {
                    problems.add(Problem.error(
                            "position-in-model",
                            query.sql().locate(reference.offset(), reference.length()),
                            "Cannot build " + model.name() + ": a model reads its inputs as they are, not AT a commit",
                            "Remove AT; to look back use: hindsight query"));
                }
            }
        }
    }
}
