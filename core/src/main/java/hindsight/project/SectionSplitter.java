package hindsight.project;

import hindsight.problem.Location;
import hindsight.problem.Problem;
import hindsight.problem.Problems;
import hindsight.problem.SourceText;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** Splits the SQL of a model file at its markers. */
final class SectionSplitter {
    private static final String FORM =
            "Write it on a line of its own as -- since: 2025-03-01, or -- since: 2025-02-01 until: 2025-02-10";

    private final SourceText file;
    private final Problems problems;
    private final List<Section> sections = new ArrayList<>();
    private Section open;

    private SectionSplitter(SourceText file, int start, Problems problems) {
        this.file = file;
        this.problems = problems;
        this.open = new Section(null, null, Location.ofFile(file.file()), start, start);
    }

    /** At least one section. Markers that are wrong are told and taken for comments. */
    static List<Section> split(SourceText file, List<SqlRegion> regions, int start, Problems problems) {
        SectionSplitter splitter = new SectionSplitter(file, start, problems);
        regions.stream().filter(SqlRegion::isComment).forEach(splitter::comment);
        splitter.close(file.text().length());
        return List.copyOf(splitter.sections);
    }

    private void comment(SqlRegion region) {
        String comment = file.text().substring(region.start(), region.end()).stripTrailing();
        Matcher marker = SectionMarker.matcher(comment);
        if (!marker.matches()) {
            if (SectionMarker.isNearly(comment)) {
                reject(
                        "misspelt-marker",
                        region.start(),
                        comment.length(),
                        Quoted.of(comment) + " is not a marker",
                        FORM);
            }
        } else if (!beginsLine(region.start())) {
            reject("misspelt-marker", region.start(), comment.length(), "the marker stands behind SQL", FORM);
        } else {
            marker(region, comment, marker);
        }
    }

    private boolean beginsLine(int offset) {
        int line = Math.max(file.text().lastIndexOf('\n', offset - 1) + 1, open.start());
        String before = file.text().substring(line, offset).strip();
        return before.isEmpty() || before.endsWith(";");
    }

    private void marker(SqlRegion region, String comment, Matcher marker) {
        Optional<LocalDate> since = date(region.start() + marker.start(1), marker.group(1));
        @Nullable String last = marker.group(2);
        Optional<LocalDate> until = last == null ? Optional.empty() : date(region.start() + marker.start(2), last);
        if (since.isEmpty() || (last != null && until.isEmpty())) {
            return;
        }
        if (until.isPresent() && !since.get().isBefore(until.get())) {
            reject(
                    "invalid-date",
                    region.start() + marker.start(2),
                    until.get().toString().length(),
                    "it ends on " + until.get() + ", which is not after " + since.get(),
                    "The day behind until is the first on which the section no longer holds");
            return;
        }
        close(region.start());
        Location place = file.at(region.start(), comment.length());
        open = new Section(since.get(), until.orElse(null), place, region.end(), region.end());
    }

    private void close(int end) {
        sections.add(new Section(open.since(), open.until(), open.marker(), open.start(), end));
    }

    private Optional<LocalDate> date(int offset, String written) {
        try {
            if (written.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
                return Optional.of(LocalDate.parse(written));
            }
        } catch (DateTimeException e) {
            // told below: it has the form of a date, but there is no such day
        }
        reject(
                "invalid-date",
                offset,
                written.length(),
                "there is no date " + Quoted.of(written),
                "Write it as 2025-03-01");
        return Optional.empty();
    }

    private void reject(String code, int offset, int length, String reason, String hint) {
        problems.add(Problem.error(
                code, file.at(offset, length), "Cannot read the timeline of " + file.file() + ": " + reason, hint));
    }
}
