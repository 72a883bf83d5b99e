package hindsight.duckdb;

import hindsight.relation.Expression;
import hindsight.relation.Project;
import hindsight.relation.Relation;

/** In what steps {@code range} counts for each row. As a table it fails on a step of nothing, as a list it is empty. */
final class Steps {
    private static final int STEP = 2;

    private Steps() {}

    /** @param input whose first columns are the arguments */
    static boolean areSure(Relation input, int arguments) {
        return arguments <= STEP
                || input instanceof Project project
                        && isSomething(project.values().get(STEP));
    }

    private static boolean isSomething(Expression step) {
        if (step instanceof Expression.Constant constant) {
            return constant.text().matches(".*[1-9].*");
        }
        boolean unit = step instanceof Expression.Call call && call.function().startsWith("to_");
        return (unit || step instanceof Expression.Cast)
                && step.children().size() == 1
                && isSomething(step.children().get(0));
    }
}
