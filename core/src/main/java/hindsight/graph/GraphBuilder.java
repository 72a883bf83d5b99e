package hindsight.graph;

import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.problem.Problems;
import hindsight.project.ModelDefinition;
import hindsight.project.Project;
import hindsight.project.SqlText;
import hindsight.sql.ParsedQuery;
import hindsight.sql.Parser;
import hindsight.sql.Safety;
import hindsight.sql.TableReference;
import hindsight.time.Timeline;
import hindsight.time.Timeline.Segment;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Parses a project's models and puts them in order. */
public final class GraphBuilder {
    private final Parser parser;

    public GraphBuilder(Parser parser) {
        this.parser = parser;
    }

    /**
     * The graph of a project.
     *
     * @throws InvalidException with every problem found: SQL that does not parse or reads more than sources and models, names that are no tables, AT clauses, cycles
     */
    public Graph build(Project project) {
        Problems problems = new Problems();
        KnownTables tables = KnownTables.of(project);
        List<Model> models = new ArrayList<>();
        for (ModelDefinition definition : project.models()) {
            parse(definition.timeline(), problems).ifPresent(timeline -> {
                timeline.segments().forEach(segment -> problems.addAll(Safety.PROJECT.problems(segment.value())));
                rejectPositions(definition, timeline, problems);
                models.add(new Model(definition, timeline, inputs(timeline, tables, problems)));
            });
        }
        List<Model> ordered = new ModelOrder(models, problems).ordered();
        problems.throwIfErrors();
        return new Graph(project.sources(), ordered);
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
