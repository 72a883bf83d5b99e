package hindsight.cli;

import hindsight.engine.Mover;

/**
 * A warehouse that was taken somewhere.
 *
 * @param words such as {@code Cloned the warehouse up to}
 * @param field under which JSON has the folder
 */
record MovedResult(String words, String field, String folder, Mover.Moved moved) implements CommandResult {
    @Override
    public void writeJson(JsonOutput json) {
        json.object(() -> {
            json.field(field, folder);
            json.field("seq", moved.seq());
            json.field("bytes", moved.bytes());
        });
    }

    @Override
    public void writeText(Output output) {
        output.line(words + " up to " + CommitText.seq(moved.seq()) + " into " + folder + ", "
                + ByteSize.text(moved.bytes()) + ".");
    }
}
