package hindsight.history;

import hindsight.time.Timeline;
import java.time.Instant;
import java.util.Optional;

/**
 * What is remembered of a model at a commit.
 *
 * @param declared what its file said at the last apply
 * @param inForce what its rows follow
 * @param basis the commit whose inputs its rows reflect
 * @param clock the moment that its SQL saw as now
 * @param heldBack what its file said of key, effective time and kind at the last apply, where something else is in force
 */
public record ModelMemory(
        Timeline<LogicVersion> declared,
        Timeline<LogicVersion> inForce,
        long basis,
        Instant clock,
        Optional<TableSettings> heldBack) {}
