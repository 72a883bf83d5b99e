package hindsight.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hindsight.problem.UsageException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PositionsTest {
    private final Positions positions = new Positions(ZoneOffset.UTC);

    @ParameterizedTest
    @ValueSource(strings = {"head", "HEAD", " Head "})
    void readsHead(String text) {
        assertThat(positions.position(text)).isEqualTo(new Position.Head());
    }

    @Test
    void readsSeqs() {
        assertThat(positions.position("12")).isEqualTo(new Position.Version(12));
        assertThat(positions.position("0")).isEqualTo(new Position.Version(0));
    }

    @ParameterizedTest
    @CsvSource({
        "2025-03-05,                    2025-03-05T00:00:00Z",
        "2025-03-05 10:00,              2025-03-05T10:00:00Z",
        "2025-03-05T10:00,              2025-03-05T10:00:00Z",
        "2025-03-05T10:00:01.25,        2025-03-05T10:00:01.25Z",
        "2025-03-05T10:00:00Z,          2025-03-05T10:00:00Z",
        "2025-03-05T10:00:00+02:00,     2025-03-05T08:00:00Z",
        "2025-03-05 10:00:00.5 +02,     2025-03-05T08:00:00.5Z",
        "2025-03-05 10:00-0330,         2025-03-05T13:30:00Z",
    })
    void readsMoments(String text, Instant expected) {
        assertThat(positions.position(text)).isEqualTo(new Position.Moment(expected));
    }

    @Test
    void readsMomentsWithoutOffsetInTheProjectsZone() {
        Positions berlin = new Positions(ZoneId.of("Europe/Berlin"));
        assertThat(berlin.position("2025-07-05")).isEqualTo(new Position.Moment(Instant.parse("2025-07-04T22:00:00Z")));
        assertThat(berlin.position("2025-07-05T00:00Z"))
                .isEqualTo(new Position.Moment(Instant.parse("2025-07-05T00:00:00Z")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"before_march", "v1.2", "release-7", "märz", "x"})
    void readsTags(String text) {
        assertThat(positions.position(text)).isEqualTo(new Position.Tag(text));
        assertThat(Positions.tag(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "  ", "-1", "12a", "2025-02-30", "2025-03-05 25:00", "2025-3-5", "#12", "a b", "1.5", "v1."})
    void refusesWhatIsNoneOfTheForms(String text) {
        assertThatThrownBy(() -> positions.position(text))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("Cannot read the position '" + text + "': ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"12", "head", "Head", "1st", "a..b", "a b", "", "2025-03-05", "a.", "_x"})
    void refusesTagsThatCouldBeTakenForAnotherPosition(String name) {
        assertThatThrownBy(() -> Positions.tag(name))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("Cannot name a commit '" + name + "': ");
    }

    @Test
    void readsSpans() {
        Position twelve = new Position.Version(12);
        Position march = new Position.Tag("v1.2");
        assertThat(positions.span("12..v1.2")).isEqualTo(new Span.Between(twelve, march));
        assertThat(positions.span("12..")).isEqualTo(new Span.Between(twelve, new Position.Head()));
        assertThat(positions.span("..12")).isEqualTo(new Span.Between(new Position.Version(0), twelve));
        assertThat(positions.span("..")).isEqualTo(new Span.Between(new Position.Version(0), new Position.Head()));
        assertThat(positions.span("12")).isEqualTo(new Span.Single(twelve));
        assertThat(positions.span("2025-03-05 10:00..2025-03-06"))
                .isEqualTo(new Span.Between(
                        new Position.Moment(Instant.parse("2025-03-05T10:00:00Z")),
                        new Position.Moment(Instant.parse("2025-03-06T00:00:00Z"))));
    }
}
