package hindsight.project;

import hindsight.problem.Location;
import hindsight.problem.Problem;
import hindsight.problem.Problems;
import hindsight.problem.SourceText;
import hindsight.time.EffectiveRange;
import hindsight.time.Timeline;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the SQL of a file as a timeline: the first section holds from the beginning of time, each further one from its day to the next; those
 * with an until lie over them, a later one over an earlier.
 */
final class SectionReader {
    private final SourceText file;
    private final List<SqlRegion> regions;
    private final List<Section> sections;
    private final Variables variables;
    private final Problems problems;
    private final int faultsBefore;

    SectionReader(SourceText file, int start, Variables variables, Problems problems) {
        this.file = file;
        this.regions = SqlScanner.scan(file.text(), start);
        this.variables = variables;
        this.problems = problems;
        this.faultsBefore = problems.list().size();
        Templates.reject(file, regions, problems);
        this.sections = SectionSplitter.split(file, regions, start, problems);
    }

    /** Where the second section begins, if there is one. */
    Optional<Location> secondSection() {
        return sections.stream().skip(1).findFirst().map(Section::marker);
    }

    /** Whether anything was told so far. */
    boolean isFaulty() {
        return problems.list().size() > faultsBefore;
    }

    /** The timeline; empty after telling why there is none. */
    Optional<Timeline<SqlText>> read() {
        checkOrder();
        Optional<Timeline<SqlText>> timeline = sql(sections.get(0)).map(Timeline::always);
        for (boolean overlay : new boolean[] {false, true}) {
            for (Section section : sections.subList(1, sections.size())) {
                if (section.isOverlay() == overlay) {
                    Optional<SqlText> text = sql(section);
                    timeline = timeline.flatMap(so -> text.map(sql -> so.with(range(section), sql)));
                }
            }
        }
        return timeline;
    }

    private static EffectiveRange range(Section section) {
        return new EffectiveRange(begin(section.since()), begin(section.until()));
    }

    private static @Nullable LocalDateTime begin(@Nullable LocalDate day) {
        return day == null ? null : day.atStartOfDay();
    }

    private Optional<SqlText> sql(Section section) {
        Optional<SqlRegion> body = SqlBody.of(file.text(), regions, section.start(), section.end());
        if (body.isEmpty()) {
            rejectEmpty(section);
        }
        return body.map(found -> variables.substitute(file, regions, found.start(), found.end()));
    }

    private void rejectEmpty(Section section) {
        if (section.since() != null) {
            reject(
                    "empty-section",
                    section.marker(),
                    "no SELECT follows " + section.since(),
                    "Write one, or remove the marker");
        } else if (sections.size() > 1) {
            reject(
                    "empty-section",
                    sections.get(1).marker(),
                    "no SELECT stands before the first marker",
                    "The first SELECT holds from the beginning of time: write it without a marker");
        } else {
            problems.add(Problem.error(
                    "empty-file",
                    section.marker(),
                    "Cannot read " + file.file() + ": it holds no SELECT",
                    "Write one, or remove the file"));
        }
    }

    private void checkOrder() {
        @Nullable LocalDate last = null;
        Set<List<LocalDate>> overlays = new HashSet<>();
        for (Section section : sections) {
            @Nullable LocalDate since = section.since();
            @Nullable LocalDate until = section.until();
            if (since != null && until != null && !overlays.add(List.of(since, until))) {
                reject(
                        "unordered-sections",
                        section.marker(),
                        "two sections hold from " + since + " until " + until,
                        "Keep one of them");
            } else if (since != null && until == null) {
                checkAfter(section, since, last);
                last = since;
            }
        }
    }

    private void checkAfter(Section section, LocalDate since, @Nullable LocalDate last) {
        if (last != null && since.isEqual(last)) {
            reject("unordered-sections", section.marker(), "two sections hold since " + since, "Keep one of them");
        } else if (last != null && since.isBefore(last)) {
            reject(
                    "unordered-sections",
                    section.marker(),
                    since + " stands behind " + last,
                    "Put the sections in the order of their days");
        }
    }

    private void reject(String code, Location place, String reason, String hint) {
        problems.add(Problem.error(code, place, "Cannot read the timeline of " + file.file() + ": " + reason, hint));
    }
}
