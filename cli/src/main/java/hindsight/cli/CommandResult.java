package hindsight.cli;

import hindsight.problem.Problem;
import java.util.List;

/**
 * What a command gives: data for a program, words for a person. Written before the session is closed, so it may still
 * read from the store.
 */
interface CommandResult {
    /** Writes exactly one value: what stands under {@code result} in the envelope. */
    void writeJson(JsonOutput json);

    void writeText(Output output);

    /** What else there is to tell, such as warnings or failed tests; told after the result. */
    default List<Problem> problems() {
        return List.of();
    }

    /** How the command ends. */
    default Exit exit() {
        return Exit.DONE;
    }
}
