package hindsight.relation.rule;

import hindsight.relation.BoundQuery;
import hindsight.relation.Relation;

/** Applies all rules, each once, in an order in which the later ones find what the earlier ones made. */
public final class Normalizer {
    private Normalizer() {}

    /** The query in its simpler form: the same rows, columns and names. */
    public static BoundQuery normalize(BoundQuery query) {
        return new BoundQuery(normalize(query.relation()), query.names());
    }

    /** The relation without columns that nothing reads and with neighbouring projections merged. */
    public static Relation tidy(Relation relation) {
        return MergeProjects.apply(TrimColumns.apply(MergeProjects.apply(relation)));
    }

    private static Relation normalize(Relation relation) {
        Relation unnested = LateralUnnest.apply(MergeProjects.apply(relation));
        Relation filtered = PushFilters.apply(unnested);
        Relation joined = MarksToJoins.apply(filtered);
        Relation lefts = SinglesToLefts.apply(MergeProjects.apply(joined));
        Relation merged = MergeProjects.apply(JoinsBack.apply(lefts));
        return MergeProjects.apply(TrimColumns.apply(merged));
    }
}
