package hindsight.dbt;

import hindsight.dbt.Remark.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Tells of what a dbt project has besides tables and tests. */
final class LeftOut {
    private static final Map<String, String> PARTS = Map.of(
            "exposures", "Say in a model's description who uses it.",
            "metrics", "Write the query as a model.",
            "semantic_models", "Write the query as a model.",
            "saved_queries", "Write the query as a model, or run it by `hindsight query -f FILE`.",
            "unit_tests", "`hindsight preview` shows the rows that an edit would change.",
            "groups", "Tags select models, too.");
    private static final Set<String> MATERIALIZED = Set.of("view", "table", "incremental", "ephemeral");
    private static final Pattern FROZEN =
            Pattern.compile("\\b(run_started_at|invocation_id|env_var|modules\\.datetime)\\b");

    private final Manifest manifest;
    private final Remarks remarks;

    LeftOut(Manifest manifest, Remarks remarks) {
        this.manifest = manifest;
        this.remarks = remarks;
    }

    /** Whatever does not belong to a model. */
    void project() {
        new TreeMap<>(PARTS)
                .forEach((part, advice) ->
                        remarks.addAll(Kind.LEFT_OUT, part.replace('_', ' '), advice, manifest.names(part)));
        for (Node node : manifest.nodes()) {
            switch (node.kind()) {
                case "operation" ->
                    remarks.add(
                            Kind.LEFT_OUT,
                            "hooks of the project",
                            "Run such statements before or after `hindsight run`.",
                            node.name());
                case "analysis" ->
                    remarks.add(
                            Kind.LEFT_OUT,
                            "analyses",
                            "`hindsight query -f FILE` runs a query that is no model.",
                            node.name());
                default -> {}
            }
        }
        remarks.addAll(Kind.LEFT_OUT, "what is disabled", "It stays in the dbt project.", manifest.names("disabled"));
        if (!manifest.isDuckDb()) {
            remarks.add(
                    Kind.TO_DO,
                    "another dialect",
                    "The SQL was compiled for this engine and is run by DuckDB: `hindsight plan` tells what has to be written otherwise.",
                    manifest.adapter());
        }
    }

    /** What a model's settings say beyond ours. */
    void model(Node node, String name) {
        for (String hook : List.of("pre-hook", "post-hook")) {
            if (node.config().at(hook).size() > 0) {
                remarks.add(Kind.LEFT_OUT, hook, "A model is a SELECT, and changes nothing else.", name);
            }
        }
        if (node.config().at("grants").fields().iterator().hasNext()) {
            remarks.add(Kind.LEFT_OUT, "grants", "The warehouse is a folder: its rights are those of files.", name);
        }
        if (node.config().at("contract").at("enforced").isTrue()) {
            remarks.add(Kind.LEFT_OUT, "contracts", "`hindsight plan` tells when columns or their types change.", name);
        }
        if (!MATERIALIZED.contains(node.materialized())) {
            remarks.add(
                    Kind.DIFFERENT,
                    "materialized: " + node.materialized(),
                    "A table. `hindsight query --output FILE` writes rows into files.",
                    name);
        }
        if (node.materialized().equals("incremental")) {
            remarks.add(
                    Kind.DIFFERENT,
                    "incremental models",
                    "They are what a full refresh gives, whatever comes late or is deleted: the engine finds out what to compute.",
                    name);
        }
        if (node.isEphemeral()) {
            remarks.add(Kind.DIFFERENT, "ephemeral models", "Views, which other models read by name.", name);
        }
        if (manifest.asksQueries(node) || FROZEN.matcher(node.rawCode()).find()) {
            remarks.add(
                    Kind.TO_DO,
                    "SQL that was made of data",
                    "When it was compiled, answers of queries, the time or the environment became part of the SQL, and stay what they were.",
                    name);
        }
    }
}
