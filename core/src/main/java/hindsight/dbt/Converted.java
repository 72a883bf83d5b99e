package hindsight.dbt;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A project made of a dbt project.
 *
 * @param files their texts by their names, relative to the project
 * @param seeds files of the dbt project that are to be copied
 * @param tables what became of what has rows
 * @param remarks what is not simply carried over, what there is to do first
 */
public record Converted(Map<String, String> files, List<Seed> seeds, List<Table> tables, List<Remark> remarks) {
    public Converted {
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
        seeds = List.copyOf(seeds);
        tables = List.copyOf(tables);
        remarks = List.copyOf(remarks);
    }

    /**
     * A table, before and now.
     *
     * @param id in the manifest
     * @param relation as dbt's SQL names it; empty for ephemeral models
     * @param kind {@code model} or {@code source}
     */
    public record Table(String name, String id, String relation, String kind) {}

    /**
     * A file of the dbt project.
     *
     * @param place relative to the dbt project
     * @param compiledPlace where it was when the project was compiled, maybe on another machine
     * @param file its name in the new project
     */
    public record Seed(String place, String compiledPlace, String file) {}
}
