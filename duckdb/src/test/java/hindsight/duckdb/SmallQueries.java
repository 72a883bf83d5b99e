package hindsight.duckdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Queries of every kind of operator, over small tables. */
final class SmallQueries implements QuerySource {
    private final Random random;
    private final List<String> queries;

    SmallQueries(Random random) {
        this.random = random;
        try {
            this.queries = new ArrayList<>(SmallTables.queries().values());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<String> tables() {
        return SmallTables.statements(random);
    }

    @Override
    public String next() {
        return queries.get(random.nextInt(queries.size()));
    }
}
