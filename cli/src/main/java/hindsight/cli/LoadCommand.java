package hindsight.cli;

import hindsight.problem.Problem;
import hindsight.problem.UsageException;
import hindsight.run.Load;
import hindsight.run.LoadRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings rows in. */
@Command(
        name = "load",
        description =
                "Brings rows in, as one commit of what differs. Without arguments: the files that the sources declare.",
        footer = {
            "  hindsight load",
            "  hindsight load orders data/late.csv",
            "  zcat orders.csv.gz | hindsight load orders -"
        })
final class LoadCommand implements Action {
    @Parameters(
            arity = "0..*",
            paramLabel = "SOURCE FILE…",
            description = "A source and its files; - reads standard input.")
    private List<String> words = new ArrayList<>();

    @Option(names = "--again", description = "Take files whose content was taken before.")
    private boolean again;

    @Option(names = "--as-new", description = "Take appended files that have new content under a known name.")
    private boolean asNew;

    @Option(names = "--allow-deletes", description = "Let a snapshot retract more than 20 %% of its source.")
    private boolean allowDeletes;

    @Option(names = "--missing-as-null", description = "Read columns that a file lacks as NULL.")
    private boolean missingAsNull;

    @Option(
            names = {"-m", "--message"},
            paramLabel = "TEXT",
            description = "A message for the commit.")
    private String message = "";

    @Override
    public CommandResult perform(Session session) {
        return new LoadText(new Load(session.workspace())
                .load(new LoadRequest(
                        inputs(session), again, asNew, allowDeletes, missingAsNull, message, session.input())));
    }

    private List<LoadRequest.Input> inputs(Session session) {
        if (words.size() == 1) {
            throw new UsageException(Problem.error(
                    "usage",
                    "Cannot load " + words.get(0) + ": no file is named",
                    "Write hindsight load " + words.get(0) + " FILE, or hindsight load for all declared files."));
        }
        List<LoadRequest.Input> inputs = new ArrayList<>();
        for (String file : words.subList(Math.min(1, words.size()), words.size())) {
            inputs.add(new LoadRequest.Input(words.get(0), session.path(Path.of(file)), file));
        }
        return inputs;
    }
}
