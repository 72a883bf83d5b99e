package hindsight.cli;

/**
 * A command: its fields hold the parsed arguments. It calls one use case of {@code hindsight.run} in the session's workspace
 * and gives a result; it neither prints nor catches.
 */
interface Action {
    CommandResult perform(Session session);
}
