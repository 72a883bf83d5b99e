package hindsight.cli;

import java.util.List;

/**
 * The commands by name. Classes are named in code and made one by one, so that a process loads no more than the command it
 * was started for.
 */
final class Catalogue {
    /** In the order in which help lists them. */
    static final List<String> NAMES = List.of(
            "init",
            "demo",
            "run",
            "load",
            "plan",
            "preview",
            "apply",
            "test",
            "query",
            "status",
            "log",
            "show",
            "tag",
            "branch",
            "merge",
            "diff",
            "history",
            "why",
            "lineage",
            "logic",
            "undo",
            "restore",
            "verify",
            "clone",
            "seal",
            "export",
            "import",
            "upgrade",
            "prune",
            "erase",
            "completion",
            "help");

    private Catalogue() {}

    /** A new command; its name is one of {@link #NAMES}. */
    static Action command(String name) {
        return switch (name) {
            case "init" -> new InitCommand();
            case "demo" -> new DemoCommand();
            case "run" -> new RunCommand();
            case "load" -> new LoadCommand();
            case "plan" -> new PlanCommand();
            case "preview" -> new PreviewCommand();
            case "apply" -> new ApplyCommand();
            case "test" -> new TestCommand();
            case "query" -> new QueryCommand();
            case "status" -> new StatusCommand();
            case "log" -> new LogCommand();
            case "show" -> new ShowCommand();
            case "tag" -> new TagCommand();
            case "branch" -> new BranchCommand();
            case "merge" -> new MergeCommand();
            case "diff" -> new DiffCommand();
            case "history" -> new HistoryCommand();
            case "why" -> new WhyCommand();
            case "lineage" -> new LineageCommand();
            case "logic" -> new LogicCommand();
            case "undo" -> new UndoCommand();
            case "restore" -> new RestoreCommand();
            case "verify" -> new VerifyCommand();
            case "clone" -> new CloneCommand();
            case "seal" -> new SealCommand();
            case "export" -> new ExportCommand();
            case "import" -> new ImportCommand();
            case "upgrade" -> new UpgradeCommand();
            case "prune" -> new PruneCommand();
            case "erase" -> new EraseCommand();
            case "completion" -> new CompletionCommand();
            case "help" -> new HelpCommand();
            default -> throw new IllegalArgumentException("there is no command " + name);
        };
    }
}
