package hindsight.dbt;

import hindsight.dbt.Remark.Kind;
import hindsight.problem.InvalidException;
import hindsight.problem.Location;
import hindsight.problem.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Turns a compiled dbt project into one of ours. */
public final class Conversion {
    /** Statements that write rows out of dbt's warehouse. */
    static final String EXPORTS = "FROM_DBT.sql";

    private static final String REPORT = "FROM_DBT.md";
    private static final String COMPILE = "Compile all of it: dbt compile --full-refresh";
    private static final int MOST_NAMED = 8;

    private final Given given;
    private final Manifest manifest;
    private final TableNames names;
    private final CompiledSql sql = new CompiledSql();
    private final Remarks remarks = new Remarks();
    private final List<Node> models;
    private final List<Node> sources;
    private final Map<String, List<ColumnCheck>> checks;
    private final Map<String, String> files = new LinkedHashMap<>();

    private Conversion(Given given, Manifest manifest) {
        this.given = given;
        this.manifest = manifest;
        List<Node> tables = manifest.nodes().stream().filter(Node::isTable).toList();
        this.names = new TableNames(tables, manifest.projectName());
        tables.forEach(this::spell);
        this.checks = manifest.nodes("test").stream()
                .map(ColumnCheck::of)
                .flatMap(Optional::stream)
                .collect(Collectors.groupingBy(ColumnCheck::table));
        this.models = tables.stream().filter(this::isModel).toList();
        Set<String> read =
                models.stream().flatMap(model -> model.reads().stream()).collect(Collectors.toSet());
        this.sources = tables.stream()
                .filter(node -> !models.contains(node) && !node.isEphemeral())
                .filter(node -> !node.is("source") || read.contains(node.id()))
                .toList();
    }

    /**
     * Converts a project.
     *
     * @throws InvalidException when the manifest is none, of an unknown version, not compiled, or compiled for something else than a full refresh
     */
    public static Converted of(Given given) {
        Manifest manifest = Manifest.read(given.manifest(), given.file());
        Conversion conversion = new Conversion(given, manifest);
        conversion.checkCompiled();
        conversion.checkRefreshed();
        return conversion.converted();
    }

    private Converted converted() {
        Keys keys = new Keys(checks, remarks);
        SourceEntries entries = new SourceEntries(given, manifest, keys, remarks);
        sources.forEach(node -> entries.add(node, names.of(node)));
        files.put("hindsight.yml", entries.settings());
        ModelFiles modelFiles = new ModelFiles(manifest, names, sql, keys, checks);
        LeftOut leftOut = new LeftOut(manifest, remarks);
        for (Node model : models) {
            files.put(
                    modelFiles.path(model),
                    modelFiles.text(model, model.compiled().orElseThrow()));
            leftOut.model(model, names.of(model));
        }
        tests(keys);
        leftOut.project();
        tellOfModelsLeft();
        if (!entries.exports().isEmpty()) {
            files.put(EXPORTS, entries.exports());
        }
        List<Converted.Table> tables = new ArrayList<>();
        models.forEach(node -> tables.add(table(node, "model")));
        sources.forEach(node -> tables.add(table(node, "source")));
        files.put(REPORT, new ReportFile(manifest, tables, remarks.list()).text());
        return new Converted(files, entries.seeds(), tables, remarks.list());
    }

    private Converted.Table table(Node node, String kind) {
        return new Converted.Table(names.of(node), node.id(), node.relation(), kind);
    }

    private void spell(Node node) {
        String name = names.of(node);
        if (node.isEphemeral()) {
            if (node.compiled().isPresent()) {
                sql.addEphemeral(node.name(), name);
                sql.addEphemeral(node.identifier(), name);
            }
        } else {
            sql.add(Spelling.of(node, name));
        }
    }

    private boolean isModel(Node node) {
        return node.is("model") && !node.isPython() && node.compiled().isPresent() && !readsItself(node);
    }

    private boolean readsItself(Node node) {
        return node.compiled()
                .filter(code -> sql.tables(code).contains(names.of(node)))
                .isPresent();
    }

    private void checkCompiled() {
        List<Node> queries = manifest.nodes("model").stream()
                .filter(node -> !node.isPython() && !node.isEphemeral())
                .toList();
        List<String> missing = queries.stream()
                .filter(node -> node.compiled().isEmpty())
                .map(Node::name)
                .toList();
        if (!missing.isEmpty()) {
            String which = missing.size() == queries.size()
                    ? "its models are not compiled"
                    : "these models are not compiled: " + shown(missing);
            throw refused("not-compiled", which, COMPILE);
        }
    }

    /** A model that asks whether its table is there has another SQL then. */
    private void checkRefreshed() {
        boolean certain = given.lastRun()
                .filter(run -> run.at("metadata").at("invocation_id").text().equals(manifest.invocation()))
                .filter(run -> run.at("args").at("full_refresh").isTrue())
                .isPresent();
        List<Node> open = manifest.nodes("model").stream()
                .filter(node -> !certain && node.materialized().equals("incremental"))
                .filter(manifest::asksWhetherIncremental)
                .toList();
        List<String> increments =
                open.stream().filter(this::readsItself).map(Node::name).toList();
        if (!increments.isEmpty()) {
            throw refused(
                    "compiled-increment",
                    "it was compiled while is_incremental() was true, so that models read their own tables: "
                            + shown(increments),
                    "Compile for a full refresh: dbt compile --full-refresh");
        }
        open.forEach(node -> remarks.add(
                Kind.TO_DO,
                "is_incremental",
                "Nothing beside the manifest says that it was compiled by `dbt compile --full-refresh`. If it was not, and their tables were"
                        + " there, their SQL gives less than all rows: compile again, and make the project anew.",
                names.of(node)));
    }

    private InvalidException refused(String code, String reason, String hint) {
        return new InvalidException(Problem.error(
                code, Location.ofFile(given.file()), "Cannot convert " + given.file() + ": " + reason, hint));
    }

    private static String shown(List<String> names) {
        String first = names.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        return names.size() > MOST_NAMED ? first + " and " + (names.size() - MOST_NAMED) + " more" : first;
    }

    private void tests(Keys keys) {
        Set<String> known = new TreeSet<>();
        models.forEach(node -> known.add(node.id()));
        sources.forEach(node -> known.add(node.id()));
        Map<String, Node> asModels = models.stream().collect(Collectors.toMap(Node::id, node -> node));
        Map<String, Node> asSources = sources.stream().collect(Collectors.toMap(Node::id, node -> node));
        TestFiles testFiles = new TestFiles(manifest, sql, remarks);
        for (Node test : manifest.nodes("test")) {
            Optional<ColumnCheck> check = ColumnCheck.of(test);
            boolean said = check.filter(found -> asModels.containsKey(found.table()) && !found.isCombination())
                            .isPresent()
                    || check.filter(found -> covered(found, asModels, keys) || covered(found, asSources, keys))
                            .isPresent();
            if (!known.containsAll(test.reads())) {
                remarks.add(Kind.LEFT_OUT, "tests of what is left out", "What they read is not here.", test.name());
            } else if (!said) {
                testFiles.add(test, files);
            }
        }
    }

    private static boolean covered(ColumnCheck check, Map<String, Node> tables, Keys keys) {
        Node table = tables.get(check.table());
        return table != null && !table.is("snapshot") && Keys.covers(keys.of(table), check);
    }

    private void tellOfModelsLeft() {
        for (Node node : manifest.nodes()) {
            if (node.is("source") && !sources.contains(node)) {
                remarks.add(
                        Kind.LEFT_OUT,
                        "sources that no model reads",
                        "Declare them when one does.",
                        node.json().at("source_name").text() + "." + node.name());
            } else if (node.isEphemeral() && !models.contains(node)) {
                remarks.add(
                        Kind.LEFT_OUT, "ephemeral models that were not compiled", "No model reads them.", node.name());
            } else if (node.is("model") && !models.contains(node)) {
                String why = node.isPython() ? "models in Python" : "models that read themselves";
                remarks.add(
                        Kind.LEFT_OUT,
                        why,
                        "A model is one SELECT from other tables. They are sources here: write their rows into files, or write them as SQL.",
                        names.of(node));
            }
        }
    }
}
