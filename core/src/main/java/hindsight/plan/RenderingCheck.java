package hindsight.plan;

import hindsight.problem.Location;
import hindsight.problem.Problem;
import hindsight.problem.Severity;
import hindsight.project.ModelDefinition;
import java.util.Optional;

/** Says of a model whose logic is set what is wrong with the way in which it is computed. */
public final class RenderingCheck {
    private RenderingCheck() {}

    /** An error where the same rows could give different results, a warning where which rows there are can differ. */
    public static Optional<Problem> problem(ModelDefinition model, Goal goal, Rendering rendering) {
        if (rendering instanceof Rendering.Refused refused) {
            return Optional.of(refused.at(model.location()).problem(model.name()));
        }
        boolean ordered = Logic.isOrdered(goal.text());
        if (rendering instanceof Rendering.AsWritten written && ordered) {
            return Optional.of(warning(
                    "not-ordered",
                    model.location("float"),
                    "Cannot order the floating sums of model " + model.name() + ": it is opaque, because "
                            + written.reason(),
                    "Order the values in its SQL: sum(x ORDER BY abs(x), x)."));
        }
        if (rendering instanceof Rendering.Canonical canonical
                && !canonical.precision().rows().isEmpty()) {
            return Optional.of(warning(
                    "inexact-rows",
                    model.location(),
                    "Cannot promise the same rows of model " + model.name() + " at every computation: "
                            + canonical.precision().rows(),
                    ordered ? "Sum decimals." : wayOut(goal)));
        }
        return Optional.empty();
    }

    private static String wayOut(Goal goal) {
        return goal.isView()
                ? "Make it a table that says 'float: ordered', or sum decimals."
                : "Say 'float: ordered' in its settings, or sum decimals.";
    }

    private static Problem warning(String code, Location place, String message, String hint) {
        return new Problem(code, Severity.WARNING, place, message, hint);
    }
}
