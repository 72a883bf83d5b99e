package hindsight.dbt;

import hindsight.json.JsonTree;
import hindsight.problem.InvalidException;
import hindsight.problem.Location;
import hindsight.problem.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What dbt writes to {@code target/manifest.json}: a project with all of its packages, and the SQL that was compiled of it. */
final class Manifest {
    private static final Pattern VERSION = Pattern.compile(".*/manifest/v([0-9]{1,6})\\.json");
    private static final int OLDEST = 4;
    private static final int NEWEST = 12;
    private static final String IS_INCREMENTAL = "macro.dbt.is_incremental";

    private final JsonTree json;
    private final Map<String, Node> nodes = new LinkedHashMap<>();

    private Manifest(JsonTree json) {
        this.json = json;
        for (String part : List.of("nodes", "sources")) {
            json.at(part)
                    .fields()
                    .forEach(field -> nodes.put(field.getKey(), new Node(field.getKey(), field.getValue())));
        }
    }

    /**
     * Reads a manifest.
     *
     * @param file its name, for messages
     * @throws InvalidException when it is none, or of a version that is not known
     */
    static Manifest read(String text, String file) {
        JsonTree json = JsonTree.tryRead(text)
                .filter(JsonTree::isObject)
                .orElseThrow(() -> invalid(file, "it is not JSON, or ends too early", COMPILE_AGAIN));
        String schema = json.at("metadata").at("dbt_schema_version").text();
        Matcher version = VERSION.matcher(schema);
        if (!version.matches() || !json.has("nodes")) {
            String found = schema.isEmpty() ? "it is JSON, but does not say dbt_schema_version" : "it is " + schema;
            throw invalid(
                    file,
                    "it is not a manifest of dbt: " + found,
                    "Name the file target/manifest.json of the dbt project.");
        }
        int number = Integer.parseInt(version.group(1));
        if (number < OLDEST || number > NEWEST) {
            throw invalid(
                    file,
                    "it is of version " + number + ", and versions " + OLDEST + " to " + NEWEST + " are known",
                    "Compile the project with dbt-core 1.0 to 1.11.");
        }
        return new Manifest(json);
    }

    private static final String COMPILE_AGAIN = "Write it anew: dbt compile --full-refresh";

    private static InvalidException invalid(String file, String reason, String hint) {
        return new InvalidException(
                Problem.error("bad-manifest", Location.ofFile(file), "Cannot read " + file + ": " + reason, hint));
    }

    /** Models, seeds, snapshots, sources and tests that are enabled, in the order of the file. */
    List<Node> nodes() {
        return nodes.values().stream()
                .filter(node -> !node.config().at("enabled").text().equals("false"))
                .toList();
    }

    List<Node> nodes(String kind) {
        return nodes().stream().filter(node -> node.is(kind)).toList();
    }

    Optional<Node> node(String id) {
        return Optional.ofNullable(nodes.get(id));
    }

    String projectName() {
        return json.at("metadata").at("project_name").text();
    }

    String adapter() {
        return json.at("metadata").at("adapter_type").text();
    }

    boolean isDuckDb() {
        return adapter().isEmpty() || adapter().equals("duckdb");
    }

    String invocation() {
        return json.at("metadata").at("invocation_id").text();
    }

    /** Names of the entries of one part, such as {@code exposures}. */
    List<String> names(String part) {
        List<String> names = new ArrayList<>();
        json.at(part)
                .fields()
                .forEach(entry -> names.add(entry.getValue().at("name").text(entry.getKey())));
        return names;
    }

    /** Whether what the node compiles to depends on whether its table is there already. */
    boolean asksWhetherIncremental(Node node) {
        return node.rawCode().contains("is_incremental") || reaches(node.macros(), IS_INCREMENTAL, new HashSet<>());
    }

    private boolean reaches(List<String> macros, String wanted, Set<String> seen) {
        return macros.contains(wanted)
                || macros.stream()
                        .filter(macro -> !macro.startsWith("macro.dbt.") && seen.add(macro))
                        .anyMatch(macro -> reaches(
                                Node.texts(json.at("macros")
                                        .at(macro)
                                        .at("depends_on")
                                        .at("macros")),
                                wanted,
                                seen));
    }

    /** Whether rows that a query gave while compiling are part of the SQL. */
    boolean asksQueries(Node node) {
        return node.rawCode().contains("run_query") || reaches(node.macros(), "macro.dbt.run_query", new HashSet<>());
    }
}
