package hindsight.run;

import hindsight.history.Requirement;
import hindsight.history.Update;
import hindsight.problem.Problem;
import java.util.List;

/** What a commit that takes facts from elsewhere does to all tables. */
interface CommitToCome {
    /** In order. */
    List<Update> updates();

    /** What must still hold when it is published. */
    List<Requirement> requirements();

    /** What becomes of tables, sources first. */
    List<ReversalResult.Table> tables();

    /** What is hard to take back, a clause each. */
    List<String> reasons();

    List<Problem> warnings();
}
