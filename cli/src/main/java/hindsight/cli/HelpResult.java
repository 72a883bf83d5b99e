package hindsight.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * How a command is used.
 *
 * @param command its name; empty for the program as a whole
 * @param width in columns
 */
record HelpResult(String command, int width) implements CommandResult {
    @Override
    public void writeJson(JsonOutput json) {
        json.object(() -> json.field("help", text()));
    }

    @Override
    public void writeText(Output output) {
        output.text(text());
    }

    private String text() {
        CommandLine line = Syntax.complete();
        if (!command.isEmpty()) {
            line = Objects.requireNonNull(line.getSubcommands().get(command));
        }
        UsageMessageSpec usage = line.getCommandSpec().usageMessage();
        usage.width(width).abbreviateSynopsis(true).sortOptions(false);
        usage.synopsisHeading("Usage: ").descriptionHeading("%n").parameterListHeading("%nArguments:%n");
        usage.optionListHeading("%nOptions:%n")
                .commandListHeading("%nCommands:%n")
                .footerHeading("%nExample:%n");
        Map<String, CommandLine.IHelpSectionRenderer> sections = line.getHelpSectionMap();
        sections.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpResult::options);
        sections.put(
                UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING,
                help -> own(help).isEmpty() ? "" : "\nOptions:\n");
        if (!command.isEmpty()) {
            usage.footer(withHint(usage.footer()));
        }
        return line.getUsageMessage(Help.Ansi.OFF).replace(System.lineSeparator(), "\n");
    }

    private static String[] withHint(String[] footer) {
        List<String> lines = new ArrayList<>(List.of(footer));
        lines.add("");
        lines.add("Options of every command: hindsight --help");
        return lines.toArray(new String[0]);
    }

    private static String options(Help help) {
        return help.optionListExcludingGroups(own(help));
    }

    private static List<OptionSpec> own(Help help) {
        return help.commandSpec().options().stream()
                .filter(option -> !option.inherited())
                .toList();
    }
}
