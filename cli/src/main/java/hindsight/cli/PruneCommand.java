package hindsight.cli;

import hindsight.cli.TextTable.Column;
import hindsight.problem.Problem;
import hindsight.problem.UsageException;
import hindsight.run.Keep;
import hindsight.run.Prune;
import hindsight.run.PrunedHistory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Drops what can be computed again. */
@Command(
        name = "prune",
        description =
                "Drops old history of models. States of before are computed anew when they are asked for, from the history of sources, which is kept. What is kept answers as before.",
        footer = {
            "  hindsight prune --keep 90d --dry-run",
            "  hindsight prune --keep '100 commits' daily",
            "  hindsight prune --restore daily --at 2025-03-01"
        })
final class PruneCommand implements Action {
    @Parameters(arity = "0..*", paramLabel = "MODEL", description = "Default: all that store rows.")
    private List<String> models = new ArrayList<>();

    @Option(
            names = "--keep",
            paramLabel = "P",
            description = "How much of the newest history stays: 90d or '100 commits'.")
    private @Nullable String keep;

    @Option(
            names = "--restore",
            paramLabel = "MODEL",
            description = "Instead: store the history of a model again that was dropped, from --at on.")
    private @Nullable String restored;

    @Option(
            names = "--at",
            paramLabel = "S",
            description = "With --restore: the first state to store: a seq, a tag or a moment.")
    private @Nullable String at;

    @Option(names = "--dry-run", description = "Say what would be dropped, and drop nothing.")
    private boolean rehearsal;

    @Override
    public CommandResult perform(Session session) {
        if (restored != null) {
            return restore(session, restored);
        }
        if (keep == null || at != null) {
            throw usage(
                    at == null ? "it does not say how much history stays" : "--at goes with --restore MODEL",
                    at == null ? "hindsight prune --keep 90d" : "hindsight prune --restore daily --at " + at);
        }
        Prune.Request request = new Prune.Request(models, Keep.parse(keep), rehearsal);
        return new Pruned(new Prune(session.workspace()).run(request), rehearsal);
    }

    private CommandResult restore(Session session, String model) {
        if (at == null || keep != null || rehearsal || !models.isEmpty()) {
            throw usage(
                    at == null
                            ? "--restore needs to know from when on"
                            : "--restore takes one model and --at, nothing else",
                    "hindsight prune --restore " + model + " --at 2025-03-01");
        }
        return new Restored(new PrunedHistory(session.workspace())
                .restore(model, session.positions().position(at)));
    }

    private static UsageException usage(String reason, String hint) {
        return new UsageException(
                Problem.error("wrong-usage", "Cannot run hindsight prune: " + reason, "Such as: " + hint));
    }

    private record Restored(PrunedHistory.Result result) implements CommandResult {
        @Override
        public void writeJson(JsonOutput json) {
            json.object(() -> {
                json.field("table", result.table());
                json.field("from", result.from());
                json.field("versions", result.versions());
            });
        }

        @Override
        public void writeText(Output output) {
            String stored = result.from() == 0
                    ? "all of the history of " + result.table() + " is stored"
                    : "the history of " + result.table() + " is stored from #" + result.from() + " on";
            output.line(
                    result.versions() == 0
                            ? "Nothing to restore: " + stored + "."
                            : "Restored " + CommitText.count(result.versions())
                                    + (result.versions() == 1 ? " row version: " : " row versions: ") + stored + ".");
        }
    }

    private record Pruned(Prune.Result result, boolean rehearsal) implements CommandResult {
        @Override
        public void writeJson(JsonOutput json) {
            json.object(() -> {
                json.field("from", result.from());
                json.name("tables")
                        .array(
                                result.tables(),
                                table -> json.object(() -> {
                                    json.field("name", table.name());
                                    json.field("versions", table.versions());
                                    json.field("exact", table.isExact());
                                }));
            });
        }

        @Override
        public void writeText(Output output) {
            if (result.tables().isEmpty()) {
                output.line("Nothing to prune: no model stores rows.");
                return;
            }
            TextTable.of(Column.text("Model"), Column.number("Row versions"), Column.text(""))
                    .print(result.tables().stream().map(this::row).toList(), output);
        }

        private TextTable.Row row(Prune.Table table) {
            String what = rehearsal ? "would be dropped" : "dropped";
            if (!table.isExact()) {
                what = "kept: computed anew, it may differ";
            } else if (table.versions() == 0) {
                what = result.from() == 0 ? "nothing is that old" : "nothing went before #" + result.from();
            }
            return TextTable.Row.of(
                    table.name(), table.versions() == 0 ? "" : CommitText.count(table.versions()), what);
        }
    }
}
