package hindsight.cli;

import hindsight.run.GivenFile;
import hindsight.run.Insistence;
import hindsight.run.Load;
import hindsight.run.LoadRequest;
import hindsight.time.StatedMoment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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
            "  hindsight load prices march.csv --effective 2025-03-01",
            "  zcat orders.csv.gz | hindsight load orders -"
        })
final class LoadCommand implements Action {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "SOURCE",
            description = "Default: every source that declares files.")
    private @Nullable String source;

    @Parameters(
            index = "1",
            arity = "0..*",
            paramLabel = "FILE",
            description =
                    "CSV, JSON or Parquet, also gzipped; - is standard input. Default: the files that the source declares.")
    private List<String> files = new ArrayList<>();

    @Option(
            names = "--effective",
            paramLabel = "DATE",
            description = "From when on a snapshot is true, for sources with periods.")
    private @Nullable String effective;

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
        LoadRequest request = new LoadRequest(
                Optional.ofNullable(source),
                files.stream().map(file -> given(file, session)).toList(),
                Optional.ofNullable(effective).map(StatedMoment::of),
                insistences(),
                message);
        return new LoadText(new Load(session.workspace()).load(request));
    }

    static GivenFile given(String file, Session session) {
        return file.equals("-")
                ? new GivenFile.Streamed(session.input(), "standard input")
                : new GivenFile.OnDisk(session.path(Path.of(file)), file);
    }

    private Set<Insistence> insistences() {
        Set<Insistence> insisted = EnumSet.noneOf(Insistence.class);
        if (again) {
            insisted.add(Insistence.AGAIN);
        }
        if (asNew) {
            insisted.add(Insistence.AS_NEW);
        }
        if (allowDeletes) {
            insisted.add(Insistence.ALLOW_DELETES);
        }
        if (missingAsNull) {
            insisted.add(Insistence.MISSING_AS_NULL);
        }
        return insisted;
    }
}
