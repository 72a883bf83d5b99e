package hindsight.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Gives the script with which a shell completes commands and options. */
@Command(
        name = "completion",
        description = "Gives a script with which your shell completes commands and options.",
        footer = "  source <(hindsight completion bash)")
final class CompletionCommand implements Action {
    /** Shells for which there is a script: one for both, which finds out by itself where it runs. */
    enum Shell {
        BASH,
        ZSH
    }

    @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
    private Shell shell = Shell.BASH;

    @Override
    public CommandResult perform(Session session) {
        return new Script(shell, AutoComplete.bash("hindsight", Syntax.complete()));
    }

    private record Script(Shell shell, String text) implements CommandResult {
        @Override
        public void writeJson(JsonOutput json) {
            json.object(() -> {
                json.field("shell", shell);
                json.field("script", text);
            });
        }

        @Override
        public void writeText(Output output) {
            output.text(text);
        }
    }
}
