package hindsight.problem;

import java.util.ArrayList;
import java.util.List;

/** Collects problems, so that a user sees all of them at once and not one per attempt. Not safe for several threads. */
public final class Problems {
    private final List<Problem> found = new ArrayList<>();

    public void add(Problem problem) {
        found.add(problem);
    }

    public void addAll(List<Problem> problems) {
        found.addAll(problems);
    }

    public boolean hasErrors() {
        return found.stream().anyMatch(Problem::isError);
    }

    public List<Problem> list() {
        return List.copyOf(found);
    }

    /** Throws {@link InvalidException} with everything found, if any of it is an error. */
    public void throwIfErrors() {
        if (hasErrors()) {
            throw new InvalidException(list());
        }
    }
}
