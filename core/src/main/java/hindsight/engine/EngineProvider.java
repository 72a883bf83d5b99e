package hindsight.engine;

/** Port: makes engines of one type; found by {@link java.util.ServiceLoader}. */
public interface EngineProvider {
    /** The name in {@code engine: {type: …}}. */
    String type();

    Engine open(EngineRequest request);
}
