package hindsight.run;

import hindsight.history.LogicVersion;
import hindsight.history.TableDefinition;
import hindsight.history.TableRole;
import hindsight.project.Effective;
import hindsight.project.ModelDefinition;
import hindsight.project.SqlText;
import hindsight.project.SqlText.Piece;
import hindsight.schema.Name;
import hindsight.time.Timeline;
import hindsight.time.Timeline.Segment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Use case: write into a model's file what is in force. Its settings stay, and so do sections that say the same, with their variables. */
public final class LogicFile {
    private final Workspace workspace;

    public LogicFile(Workspace workspace) {
        this.workspace = workspace;
    }

    /**
     * A file that was written.
     *
     * @param path relative to the project
     * @param changed whether it said something else before
     */
    public record Written(String path, boolean changed) {}

    /** @param definition of the model, for a file that is not there any more */
    public Written write(TableDefinition definition, Timeline<LogicVersion> inForce) {
        Optional<ModelDefinition> file = workspace.project().models().stream()
                .filter(model -> Name.same(model.name(), definition.name()))
                .findFirst();
        String path = file.map(ModelDefinition::path).orElse("models/" + definition.name() + ".sql");
        String text = file.map(known -> head(known) + body(inForce, known.timeline()))
                .orElseGet(() -> settings(definition) + body(inForce, Timeline.always(SqlText.of(path, ""))));
        if (file.filter(known -> known.file().text().equals(text)).isPresent()) {
            return new Written(path, false);
        }
        Path target = workspace.project().root().resolve(path);
        WholeFile.write(target, beside -> {
            try {
                Files.writeString(beside, text);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        });
        return new Written(path, true);
    }

    /** What stands before the first section. */
    private static String head(ModelDefinition file) {
        return file.file()
                .text()
                .substring(0, start(file.timeline().segments().get(0).value()));
    }

    private static String body(Timeline<LogicVersion> inForce, Timeline<SqlText> written) {
        StringBuilder body = new StringBuilder();
        for (Segment<LogicVersion> segment : inForce.segments()) {
            @Nullable LocalDateTime since = segment.range().from();
            if (since != null) {
                body.append("-- since: ").append(since.toLocalDate()).append("\n");
            }
            String sql = segment.value().sql();
            body.append(written.segments().stream()
                            .map(Segment::value)
                            .filter(text -> text.text().equals(sql))
                            .findFirst()
                            .map(LogicFile::asWritten)
                            .orElse(sql))
                    .append("\n");
        }
        return body.toString();
    }

    /** With the variables that it was written with. */
    private static String asWritten(SqlText text) {
        Piece last = text.pieces().get(text.pieces().size() - 1);
        return text.source().text().substring(start(text), last.sourceStart() + last.sourceLength());
    }

    private static int start(SqlText text) {
        return text.pieces().get(0).sourceStart();
    }

    private static String settings(TableDefinition definition) {
        List<String> lines = new ArrayList<>();
        if (!definition.key().isEmpty()) {
            lines.add("key: [" + String.join(", ", definition.key()) + "]");
        }
        definition.effective().map(Effective::columns).ifPresent(columns -> lines.add("effective: " + columns.get(0)));
        if (definition.role() == TableRole.VIEW) {
            lines.add("materialized: view");
        }
        return lines.isEmpty() ? "" : "/*---\n" + String.join("\n", lines) + "\n---*/\n";
    }
}
