package hindsight.run;

import hindsight.history.RowSet;
import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.schema.Name;
import hindsight.schema.Schema;
import java.util.List;

/** Rows with the table that they are rows of, as it is where they are read. */
record TableRows(TableMemory table, RowSet rows) {
    /** Under the name that its reader uses. */
    TableRows named(String name) {
        return Name.same(name, table.name())
                ? this
                : with(name, table.definition().schema(), table.definition().key());
    }

    /** With other columns, of which {@code key} name a row. */
    TableRows with(Schema schema, List<String> key) {
        return with(table.name(), schema, key);
    }

    private TableRows with(String name, Schema schema, List<String> key) {
        TableDefinition is = table.definition();
        TableDefinition definition =
                new TableDefinition(name, is.role(), schema, is.inexact(), key, is.effective(), is.load());
        return new TableRows(table.as(definition, table.columns(), table.dropped()), rows);
    }
}
