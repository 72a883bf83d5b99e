package hindsight.relation;

import hindsight.schema.DataType;
import java.util.List;

/** An operator over the rows of one other; if it does not say otherwise, it gives the columns of those. */
public sealed interface OneInput extends Relation
        permits Aggregate, Distinct, DistinctOn, Filter, Limit, Project, Sample, Sort, Unnest, Window {
    /** What it reads. */
    Relation input();

    @Override
    default List<DataType> columns() {
        return input().columns();
    }

    @Override
    default List<Relation> inputs() {
        return List.of(input());
    }
}
