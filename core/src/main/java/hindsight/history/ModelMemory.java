package hindsight.history;

import hindsight.time.Timeline;
import java.time.Instant;

/**
 * What is remembered of a model at a commit.
 *
 * @param declared what its file said at the last apply
 * @param inForce what its rows follow
 * @param basis the commit whose inputs its rows reflect
 * @param clock the moment that its SQL saw as now
 * @param setAt the commit that said last what is declared and in force
 */
public record ModelMemory(
        Timeline<LogicVersion> declared, Timeline<LogicVersion> inForce, long basis, Instant clock, long setAt) {}
