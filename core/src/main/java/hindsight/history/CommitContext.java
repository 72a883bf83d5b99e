package hindsight.history;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Under which circumstances a commit was made.
 *
 * @param clock the moment that SQL saw as now
 * @param zone the time zone in which SQL read it
 * @param variables by name, as SQL literals
 * @param engine name and version of the engine
 * @param tool version of this product
 * @param gitCommit of the project's files, where they are under git
 * @param gitClean whether the files were as that commit has them
 * @param command what the user typed, without values that may be secret
 */
public record CommitContext(
        Instant clock,
        String zone,
        Map<String, String> variables,
        String engine,
        String tool,
        Optional<String> gitCommit,
        boolean gitClean,
        String command) {
    public CommitContext {
        variables = Map.copyOf(variables);
    }
}
