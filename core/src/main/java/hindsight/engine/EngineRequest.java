package hindsight.engine;

import hindsight.project.EngineSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;

/**
 * What an engine is opened with.
 *
 * @param warehouse absolute folder
 * @param zone in which SQL reads the clock
 * @param patience how long to wait for another process to let go of the warehouse
 * @param clock by which commits are timed
 */
public record EngineRequest(EngineSettings settings, Path warehouse, ZoneId zone, Duration patience, Clock clock) {}
