package hindsight.cli;

import hindsight.run.DbtProject;
import hindsight.run.StarterProject;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a project to start from. */
@Command(
        name = "init",
        description = "Makes a small project that works at once, or one of a dbt project.",
        footer = {"  hindsight init shop", "  hindsight init shop --from-dbt ../shop-dbt/target/manifest.json"})
final class InitCommand implements Action {
    @Parameters(arity = "0..1", paramLabel = "DIR", description = "Where. Default: the working folder.")
    private @Nullable Path folder;

    @Option(
            names = "--from-dbt",
            paramLabel = "MANIFEST",
            description = "Turn the dbt project that was compiled into this manifest.json into a project.")
    private @Nullable Path manifest;

    @Override
    public CommandResult perform(Session session) {
        Path target = folder == null ? session.givenProject().orElse(session.folder()) : session.path(folder);
        if (manifest != null) {
            Path file = session.path(manifest);
            return new FromDbtResult(session.shown(target), DbtProject.create(target, file, session.shown(file)));
        }
        StarterProject made = StarterProject.create(target);
        return new Made(session.shown(target), made.name(), made.files());
    }

    private record Made(String folder, String name, List<String> files) implements CommandResult {
        @Override
        public void writeJson(JsonOutput json) {
            json.object(() -> {
                json.field("project", folder);
                json.field("name", name);
                json.field("files", files);
            });
        }

        @Override
        public void writeText(Output output) {
            output.line("Made project " + name + " in " + folder + ":");
            files.forEach(file -> output.line("  " + file));
            output.blank();
            output.line("Now:");
            if (!folder.equals(".")) {
                output.line("  cd " + folder);
            }
            output.line("  hindsight run                             load data/orders.csv, build the models");
            output.line("  hindsight query \"FROM revenue_per_day\"    look at one");
            output.line("  hindsight log                             see what happened");
        }
    }
}
