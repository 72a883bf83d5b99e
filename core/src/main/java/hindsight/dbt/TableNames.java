package hindsight.dbt;

import hindsight.schema.Name;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Names for the tables of a dbt project, which has them in several schemas, packages and sources, in the one name space of ours. Each keeps
 * the name that its table had, unless another one has it first: models of the project go before those of packages, and those before seeds,
 * snapshots and sources.
 */
final class TableNames {
    private static final List<String> ORDER = List.of("model", "seed", "snapshot", "source");

    private final Map<String, String> names = new HashMap<>();
    private final Set<String> taken = new HashSet<>();

    TableNames(List<Node> nodes, String project) {
        nodes.stream()
                .filter(Node::isTable)
                .sorted(Comparator.<Node>comparingInt(node -> ORDER.indexOf(node.kind()))
                        .thenComparing(node -> !node.packageName().equals(project))
                        .thenComparing(Node::id))
                .forEach(node -> names.put(node.id(), free(node)));
    }

    String of(Node node) {
        return Objects.requireNonNull(names.get(node.id()));
    }

    private String free(Node node) {
        String own = usable(node.identifier());
        String origin = node.is("source") ? node.json().at("source_name").text() : node.packageName();
        String schema = node.json().at("schema").text();
        return Stream.concat(
                        Stream.of(own, usable(origin + "_" + own), usable(schema + "_" + own)),
                        Stream.iterate(2, number -> number + 1).map(number -> own + "_" + number))
                .filter(name -> taken.add(Name.folded(name)))
                .findFirst()
                .orElseThrow();
    }

    /** A name that can be that of a file, too. */
    private static String usable(String name) {
        String clean = name.replaceAll("[\\p{Cntrl}/\\\\]", "_").strip();
        return clean.isEmpty() || clean.startsWith(".") ? "t" + clean : clean;
    }
}
