package hindsight.duckdb;

import hindsight.engine.EngineRequest;
import hindsight.sql.Literal;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** How the engine is set up: bounded, in the project's zone, and without anything fetched or loaded from outside. */
final class DuckSettings {
    private DuckSettings() {}

    static List<String> statements(EngineRequest request, Path scratch) {
        List<String> statements = new ArrayList<>();
        statements.add("SET TimeZone = " + Literal.string(zone(request.zone())));
        statements.add(spillInto(scratch));
        statements.add("SET autoinstall_known_extensions = false");
        statements.add("SET autoload_known_extensions = false");
        if (!request.settings().memory().isEmpty()) {
            statements.add(
                    "SET memory_limit = " + Literal.string(request.settings().memory()));
        }
        if (request.settings().threads() > 0) {
            statements.add("SET threads = " + request.settings().threads());
        }
        return statements;
    }

    static String spillInto(Path scratch) {
        return "SET temp_directory = " + Literal.string(scratch.toString());
    }

    /** The engine knows regions, not offsets; UTC is the one offset with a region of the same meaning in every year. */
    private static String zone(ZoneId zone) {
        return zone.normalized().equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
    }
}
