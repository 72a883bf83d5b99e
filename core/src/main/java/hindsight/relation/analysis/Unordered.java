package hindsight.relation.analysis;

import hindsight.relation.Project;
import hindsight.relation.Relation;
import hindsight.relation.Sort;

/** The rows of a model are a bag, so an order of the whole result says nothing. */
final class Unordered {
    private Unordered() {}

    static Relation of(Relation root) {
        if (root instanceof Sort sort) {
            return of(sort.input());
        }
        if (root instanceof Project project && project.input() instanceof Sort sort) {
            return of(new Project(sort.input(), project.values()));
        }
        return root;
    }
}
