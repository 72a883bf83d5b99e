package hindsight.project;

import hindsight.problem.Location;
import hindsight.problem.Problem;
import hindsight.problem.Problems;
import hindsight.problem.Severity;
import hindsight.problem.SourceText;
import hindsight.project.ModelDefinition.ModelSettings;
import hindsight.time.Timeline;
import java.util.Optional;

/** Reads SQL files: models and tests. */
final class SqlFileReader {
    private final Variables variables;
    private final TableNames tables;
    private final Problems problems;

    SqlFileReader(Variables variables, TableNames tables, Problems problems) {
        this.variables = variables;
        this.tables = tables;
        this.problems = problems;
    }

    /** The model that a file holds; empty after telling why there is none. */
    Optional<ModelDefinition> model(String name, SourceText file) {
        return SettingsComment.find(file, problems).flatMap(comment -> model(name, file, comment));
    }

    private Optional<ModelDefinition> model(String name, SourceText file, SettingsComment comment) {
        Optional<ModelSettings> settings =
                yaml(file, comment, "model " + name).map(yaml -> new ModelSettingsReader(name, tables).read(yaml));
        SectionReader sections = new SectionReader(file, comment.end(), variables, problems);
        Optional<Timeline<SqlText>> timeline = sections.read();
        if (settings.isPresent() && !sections.isFaulty()) {
            sections.secondSection().ifPresent(second -> checkTimeline(file, settings.orElseThrow(), second));
        }
        return settings.flatMap(
                known -> timeline.map(read -> new ModelDefinition(name, file.file(), file, known, read)));
    }

    private void checkTimeline(SourceText file, ModelSettings settings, Location second) {
        boolean dated = settings.effective().isPresent() || settings.places().containsKey("effective");
        if (!dated) {
            problems.add(Problem.error(
                    "missing-effective",
                    second,
                    "Cannot read the timeline of " + file.file() + ": the model has no effective column",
                    "Declare effective: column in the settings, a DATE or TIMESTAMP column of its output"));
        }
    }

    /** The test that a file holds; empty after telling why there is none. */
    Optional<TestDefinition> test(String name, SourceText file) {
        return SettingsComment.find(file, problems).flatMap(comment -> test(name, file, comment));
    }

    private Optional<TestDefinition> test(String name, SourceText file, SettingsComment comment) {
        Optional<Severity> severity = yaml(file, comment, "test " + name).map(SqlFileReader::testSeverity);
        SectionReader sections = new SectionReader(file, comment.end(), variables, problems);
        Optional<Timeline<SqlText>> timeline = sections.read();
        sections.secondSection()
                .ifPresent(second -> problems.add(Problem.error(
                        "misplaced-marker",
                        second,
                        "Cannot read " + file.file() + ": a test has no timeline",
                        "Remove the marker")));
        return severity.flatMap(known -> timeline.map(read ->
                new TestDefinition(name, file.file(), read.segments().get(0).value(), known)));
    }

    private static Severity testSeverity(YamlMap yaml) {
        yaml.value("description").ifPresent(YamlValue::text);
        Severity severity = yaml.value("severity")
                .flatMap(value -> value.choice("severity", ColumnTestReader.SEVERITIES))
                .orElse(Severity.ERROR);
        yaml.rejectOthers();
        return severity;
    }

    private Optional<YamlMap> yaml(SourceText file, SettingsComment comment, String owner) {
        return new YamlText(file, comment.yamlStart(), comment.yamlEnd(), "the settings of " + owner, problems).read();
    }
}
