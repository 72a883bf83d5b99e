package hindsight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.history.LogicVersion;
import hindsight.history.TableDefinition;
import hindsight.history.TableRole;
import hindsight.run.ModelLogic;
import hindsight.schema.Schema;
import hindsight.time.EffectiveRange;
import hindsight.time.Timeline;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LogicResultTest {
    private static final EffectiveRange FROM_MARCH =
            new EffectiveRange(LocalDateTime.parse("2025-03-01T00:00:00"), null);

    @Test
    void whatIsDeclaredIsToldWhereItIsNotInForce() {
        LogicVersion one = version(1, "SELECT d,\n  1 AS n\nFROM t");
        LogicVersion two = version(2, "SELECT d,\n  2 AS n\nFROM t");
        Timeline<LogicVersion> inForce = Timeline.always(one);

        assertThat(text(inForce.with(FROM_MARCH, two), inForce)).isEqualTo("""
                        m: model

                        In force               Version  Reads
                        at all effective time        1  t

                        Version 1:
                        SELECT d,
                          1 AS n
                        FROM t

                        Declared           Version  Reads
                        before 2025-03-01        1  t
                        since 2025-03-01         2  t

                        Declared, since 2025-03-01, against version 1:
                          SELECT d,
                        -   1 AS n
                        +   2 AS n
                          FROM t
                        """);
    }

    @Test
    void aVersionThatComesBackIsWrittenOnce() {
        EffectiveRange april = new EffectiveRange(FROM_MARCH.from(), LocalDateTime.parse("2025-04-01T00:00:00"));
        Timeline<LogicVersion> amended = Timeline.always(version(1, "SELECT 1")).with(april, version(2, "SELECT 2"));

        assertThat(text(amended, amended)).isEqualTo("""
                        m: model

                        In force                              Version  Reads
                        before 2025-03-01                           1  t
                        from 2025-03-01 to before 2025-04-01        2  t
                        since 2025-04-01                            1  t

                        Version 1:
                        SELECT 1

                        Version 2, against version 1:
                        - SELECT 1
                        + SELECT 2
                        """);
    }

    private static LogicVersion version(int number, String sql) {
        return new LogicVersion(number, sql, Integer.toString(number), List.of("t"), Optional.empty());
    }

    private static String text(Timeline<LogicVersion> declared, Timeline<LogicVersion> inForce) {
        ModelLogic.Result logic = new ModelLogic.Result(
                "m",
                new TableDefinition(
                        "m", TableRole.MODEL, Schema.of(), Set.of(), List.of(), Optional.empty(), Optional.empty()),
                5,
                Optional.of(new ModelLogic.Remembered(declared, inForce, false)),
                Optional.empty(),
                List.of());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new LogicResult(logic, false)
                .writeText(new Output(new PrintStream(bytes, true, StandardCharsets.UTF_8), false, Integer.MAX_VALUE));
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
