package hindsight.cli;

import hindsight.plan.Strategy;
import hindsight.run.PlanOptions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what to plan: shared by plan, apply and run. */
final class PlanWords {
    @Option(
            names = "--select",
            paramLabel = "MODELS",
            description =
                    "Only these: a, +a with all it builds on, a+ with all that builds on it, tag:x, path:models/x.")
    private @Nullable String select;

    @Option(
            names = "--strategy",
            paramLabel = "NAME",
            converter = StrategyWord.class,
            completionCandidates = StrategyWord.class,
            description = "Find diffs this way: full, keyed or delta.")
    private @Nullable Strategy strategy;

    @Option(
            names = "--restate",
            paramLabel = "MODEL",
            description = "Let the edited SQL of this model restate what was published.")
    private List<String> restate = List.of();

    @Option(
            names = "--drop",
            paramLabel = "MODEL",
            description = "Drop this model, whose file vanished; its history stays readable.")
    private List<String> drop = List.of();

    PlanOptions options() {
        return new PlanOptions(
                Optional.ofNullable(select), Optional.ofNullable(strategy), Set.copyOf(restate), Set.copyOf(drop));
    }
}
