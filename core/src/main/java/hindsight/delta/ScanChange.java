package hindsight.delta;

import hindsight.relation.Relation;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import java.util.ArrayList;
import java.util.List;

/**
 * An input's diff in the columns that are read; changes of others cancel out.
 *
 * <pre>
 * Scan t: a, b        Net
 *              →        Scan t#diff: a, b, _weight
 * </pre>
 */
final class ScanChange {
    private ScanChange() {}

    static Relation of(Relation.Scan scan) {
        return Weights.net(all(scan));
    }

    /** All rows of the diff, also those that cancel out. */
    static Relation all(Relation.Scan scan) {
        List<Column> columns = new ArrayList<>(scan.read());
        columns.add(new Column(Side.WEIGHT, DataType.BIGINT));
        return new Relation.Scan(Side.DIFF.of(scan.table()), columns);
    }
}
