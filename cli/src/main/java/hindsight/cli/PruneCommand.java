package hindsight.cli;

import hindsight.cli.TextTable.Column;
import hindsight.run.Keep;
import hindsight.run.Prune;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Drops what can be computed again. */
@Command(
        name = "prune",
        description =
                "Drops old history of models. States of before are computed anew when they are asked for, from the history of sources, which is kept. What is kept answers as before.",
        footer = {"  hindsight prune --keep 90d --dry-run", "  hindsight prune --keep '100 commits' daily"})
final class PruneCommand implements Action {
    @Parameters(arity = "0..*", paramLabel = "MODEL", description = "Default: all that store rows.")
    private List<String> models = new ArrayList<>();

    @Option(
            names = "--keep",
            paramLabel = "P",
            required = true,
            description = "How much of the newest history stays: 90d or '100 commits'.")
    private String keep = "";

    @Option(names = "--dry-run", description = "Say what would be dropped, and drop nothing.")
    private boolean rehearsal;

    @Override
    public CommandResult perform(Session session) {
        Prune.Request request = new Prune.Request(models, Keep.parse(keep), rehearsal);
        return new Pruned(new Prune(session.workspace()).run(request), rehearsal);
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
