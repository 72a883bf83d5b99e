package hindsight.graph;

import hindsight.problem.Location;
import hindsight.problem.Problem;
import hindsight.problem.Problems;
import hindsight.problem.Suggestion;
import hindsight.project.ModelDefinition;
import hindsight.project.Project;
import hindsight.project.SourceDefinition;
import hindsight.schema.Name;
import hindsight.sql.ParsedQuery;
import hindsight.sql.TableReference;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The tables that SQL may name: sources and models, without regard to letter case. */
public final class KnownTables {
    private static final String FILE = "(?i).*[./](csv|tsv|json|ndjson|parquet|gz|txt)";

    private final Map<String, String> names = new LinkedHashMap<>();

    private KnownTables(Collection<String> names) {
        names.forEach(name -> this.names.put(Name.folded(name), name));
    }

    /** All sources and models of a project. */
    public static KnownTables of(Project project) {
        return new KnownTables(Stream.concat(
                        project.sources().stream().map(SourceDefinition::name),
                        project.models().stream().map(ModelDefinition::name))
                .toList());
    }

    /** All sources and models of a graph. */
    public static KnownTables of(Graph graph) {
        return new KnownTables(Stream.concat(
                        graph.sources().stream().map(SourceDefinition::name),
                        graph.models().stream().map(Model::name))
                .toList());
    }

    /** The name as declared. */
    public Optional<String> declared(String name) {
        return Optional.ofNullable(names.get(Name.folded(name)));
    }

    /** What a query reads: names as declared, each once, in order of the text. Every reference to something else is a problem. */
    public List<String> inputs(ParsedQuery query, Problems problems) {
        Set<String> inputs = new LinkedHashSet<>();
        for (TableReference reference : query.tables()) {
            Optional<String> name = reference.path().size() == 1 ? declared(reference.name()) : Optional.empty();
            name.ifPresentOrElse(inputs::add, () -> problems.add(unknown(query, reference)));
        }
        return List.copyOf(inputs);
    }

    /** The place of the name in a reference, without alias and AT clause. */
    static Location place(ParsedQuery query, TableReference reference) {
        String path = String.join(".", reference.path());
        boolean plain = query.sql().text().regionMatches(true, reference.offset(), path, 0, path.length());
        return query.sql().locate(reference.offset(), plain ? path.length() : reference.length());
    }

    private Problem unknown(ParsedQuery query, TableReference reference) {
        String path = String.join(".", reference.path());
        return Problem.error(
                "unknown-table",
                place(query, reference),
                "Cannot read '" + path + "': there is no source or model of this name",
                reference.path().size() > 1 ? qualifiedHint(reference, path) : hint(path));
    }

    private String qualifiedHint(TableReference reference, String path) {
        return declared(path)
                .or(() -> declared(reference.name()))
                .map(name -> "Tables have no schema: write " + quotedIfNeeded(name))
                .orElseGet(() -> hint(reference.name()));
    }

    private String hint(String name) {
        if (name.matches(FILE)) {
            return "SQL in a project reads sources and models only: declare the file as a source in hindsight.yml";
        }
        return names.isEmpty()
                ? "Declare it as a source in hindsight.yml, or write it as a model"
                : Suggestion.hint(name, names.values());
    }

    private static String quotedIfNeeded(String name) {
        return name.matches("[A-Za-z_][A-Za-z0-9_]*") ? name : '"' + name.replace("\"", "\"\"") + '"';
    }
}
