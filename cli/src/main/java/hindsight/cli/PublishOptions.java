package hindsight.cli;

import picocli.CommandLine.Option;

/** Whether what a command finds to do is published, and with what message. */
final class PublishOptions {
    @Option(names = "--dry-run", description = "Say what would change, and publish nothing.")
    private boolean rehearsal;

    @Option(
            names = {"-m", "--message"},
            paramLabel = "TEXT",
            description = "Why, for the log.")
    private String message = "";

    boolean rehearsal() {
        return rehearsal;
    }

    String message() {
        return message;
    }
}
