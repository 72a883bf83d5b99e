package hindsight.cli;

import hindsight.run.Show;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows a commit or a table. */
@Command(
        name = "show",
        description = "Shows a commit with its context, or what is remembered of a source or model.",
        footer = {
            "  hindsight show 12",
            "  hindsight show head",
            "  hindsight show orders",
            "  hindsight show orders --as-of 12"
        })
final class ShowCommand implements Action {
    @Parameters(
            arity = "0..1",
            paramLabel = "S|TABLE",
            description = "A table, or else a commit: a seq, a tag, a moment or head. Default: head.")
    private String word = "head";

    @Option(names = "--as-of", paramLabel = "S", description = "A table as it was then.")
    private @Nullable String position;

    @Override
    public CommandResult perform(Session session) {
        CommitText text = CommitText.of(session);
        Show.Result result = new Show(session.workspace())
                .run(word, Optional.ofNullable(position).map(session.positions()::position));
        if (result instanceof Show.Result.OfTable table) {
            return new ShownTable(table, text);
        }
        if (result instanceof Show.Result.OfFile file) {
            return new ShownModelFile(file);
        }
        return new ShownCommit((Show.Result.OfCommit) result, text);
    }
}
