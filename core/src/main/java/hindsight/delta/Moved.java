package hindsight.delta;

import hindsight.relation.Project;
import hindsight.relation.Relation;
import java.util.ArrayList;
import java.util.List;

/** Relations whose weight does not stand where it belongs. */
final class Moved {
    private Moved() {}

    /** One column moved behind all others. */
    static Relation behind(Relation rows, int position) {
        List<Integer> columns = new ArrayList<>();
        for (int i = 0; i < rows.columns().size(); i++) {
            if (i != position) {
                columns.add(i);
            }
        }
        columns.add(position);
        return Project.columns(rows, columns);
    }
}
