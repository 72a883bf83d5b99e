package hindsight.cli;

import hindsight.history.RowShape;
import hindsight.history.RowStep;
import hindsight.problem.Problem;
import hindsight.run.PreviewResult;
import hindsight.run.PreviewResult.ModelPreview;
import hindsight.run.RowSample;
import hindsight.schema.Column;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an apply would publish.
 *
 * @param samples of how many keys or rows of each model values were asked for
 */
record PreviewedResult(Session session, PreviewResult result, int samples, Thresholds thresholds, ReportOptions options)
        implements CommandResult {
    @Override
    public void writeJson(JsonOutput json) {
        Optional<ResultFile.Target> target = options.target(session);
        target.ifPresent(file -> file.write(this::print));
        json.object(() -> {
            json.field("seq", null);
            json.field("head", result.head());
            json.field("pending", result.pending());
            json.objects("sources", result.sources(), source -> {
                json.field("name", source.name());
                json.field("reason", String.join(", ", source.differences()));
            });
            json.name("models").array(result.models(), model -> write(model, json));
            json.name("total").object(() -> {
                json.field("added", result.added());
                json.field("retracted", result.retracted());
                json.field("changed", result.changed());
            });
            result.kept()
                    .ifPresent(kept -> json.name("kept").object(() -> {
                        json.field("branch", kept.branch());
                        json.field("seq", kept.seq());
                    }));
            target.ifPresent(file -> json.field("file", file.shown()));
        });
    }

    @Override
    public void writeText(Output output) {
        options.target(session)
                .ifPresentOrElse(
                        file -> {
                            file.write(this::print);
                            output.line(file.told());
                        },
                        () -> print(output));
        result.kept()
                .ifPresent(kept -> output.line(
                        Tone.GOOD,
                        "Kept as " + CommitText.seq(kept.seq()) + " of branch " + kept.branch()
                                + "; publish it with: hindsight merge " + kept.branch()));
    }

    @Override
    public List<Problem> problems() {
        return thresholds.exceeded(result);
    }

    @Override
    public Exit exit() {
        return thresholds.exit(result);
    }

    private void print(Output output) {
        options.format().write(report(), output);
    }

    private Report report() {
        return PreviewReport.of(
                session.workspace().project().settings().name(),
                result,
                samples,
                Stream.concat(session.warnings().stream(), problems().stream()).toList());
    }

    private static void write(ModelPreview model, JsonOutput json) {
        json.object(() -> {
            AppliedResult.writeFields(model.result(), json);
            json.field("pending", model.result().published());
            json.field("changed", model.changed());
            json.field("rows", model.rows());
            json.name("range");
            model.time()
                    .ifPresentOrElse(
                            time -> json.object(() -> {
                                json.field("first", time.first());
                                json.field("last", time.last());
                            }),
                            () -> json.value(null));
            json.name("schema").object(() -> {
                json.name("added").array(model.schema().added(), column -> write(column, json));
                json.name("removed").array(model.schema().removed(), column -> write(column, json));
                json.objects("retyped", model.schema().retyped(), column -> {
                    json.field("name", column.name());
                    json.field("from", column.from().text());
                    json.field("to", column.to().text());
                });
            });
            json.name("sample").array(() -> model.sample().ifPresent(sample -> write(sample, json)));
        });
    }

    private static void write(Column column, JsonOutput json) {
        json.object(() -> {
            json.field("name", column.name());
            json.field("type", column.type().text());
        });
    }

    private static void write(RowSample sample, JsonOutput json) {
        List<String> names = sample.schema().names();
        if (sample instanceof RowSample.Keyed keyed) {
            keyed.steps().forEach(step -> write(step, keyed.shape(), json));
        } else {
            ((RowSample.Bag) sample)
                    .rows()
                    .forEach(row -> json.object(() -> {
                        json.field("_weight", row.weight());
                        for (int i = 0; i < names.size(); i++) {
                            json.field(names.get(i), row.values().get(i));
                        }
                    }));
        }
    }

    private static void write(RowStep step, RowShape shape, JsonOutput json) {
        json.object(() -> {
            json.field("change", step.kind());
            json.name("key");
            ColumnsJson.row(shape.keyNames(), step.key(), json);
            row("before", shape, step.before(), json);
            row("after", shape, step.after(), json);
            json.name("cells").array(step.cells(shape), cell -> json.value(cell.column()));
        });
    }

    private static void row(String name, RowShape shape, @Nullable List<@Nullable Object> values, JsonOutput json) {
        json.name(name);
        if (values == null) {
            json.value(null);
        } else {
            ColumnsJson.row(shape.columns(), values, json);
        }
    }
}
