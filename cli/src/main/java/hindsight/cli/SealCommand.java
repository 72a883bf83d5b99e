package hindsight.cli;

import hindsight.cli.TextTable.Column;
import hindsight.run.Seal;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes states of long ago as fast to read as those of today. */
@Command(
        name = "seal",
        description =
                "Rewrites the history of tables so that their states of long ago are read like plain tables. Changes no answer; takes space for it.",
        footer = {"  hindsight seal", "  hindsight seal orders daily"})
final class SealCommand implements Action {
    @Parameters(arity = "0..*", paramLabel = "TABLE", description = "Default: all that store rows.")
    private List<String> tables = new ArrayList<>();

    @Override
    public CommandResult perform(Session session) {
        return new Sealed(new Seal(session.workspace()).run(tables));
    }

    private record Sealed(Seal.Result result) implements CommandResult {
        @Override
        public void writeJson(JsonOutput json) {
            json.object(() -> {
                json.field("seq", result.seq());
                json.objects("tables", result.tables(), table -> {
                    json.field("name", table.name());
                    json.field("versions", table.versions());
                });
            });
        }

        @Override
        public void writeText(Output output) {
            if (result.tables().isEmpty()) {
                output.line("Nothing to seal: no table stores rows.");
                return;
            }
            TextTable.of(Column.text("Table"), Column.number("Row versions"), Column.text(""))
                    .print(result.tables().stream().map(Sealed::row).toList(), output);
        }

        private static TextTable.Row row(Seal.Table table) {
            return table.versions().isPresent()
                    ? TextTable.Row.of(
                            table.name(), CommitText.count(table.versions().getAsLong()), "sealed")
                    : TextTable.Row.of(table.name(), "", "nothing new since it was sealed");
        }
    }
}
