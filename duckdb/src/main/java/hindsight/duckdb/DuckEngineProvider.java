package hindsight.duckdb;

import hindsight.engine.Engine;
import hindsight.engine.EngineProvider;
import hindsight.engine.EngineRequest;

/** Makes embedded DuckDB engines. */
public final class DuckEngineProvider implements EngineProvider {
    @Override
    public String type() {
        return "duckdb";
    }

    @Override
    public Engine open(EngineRequest request) {
        return DuckEngine.open(request);
    }
}
