package hindsight.cli;

import hindsight.run.Version;

/** The version of this product. */
record VersionResult() implements CommandResult {
    @Override
    public void writeJson(JsonOutput json) {
        json.object(() -> json.field("version", Version.current()));
    }

    @Override
    public void writeText(Output output) {
        output.line("hindsight " + Version.current());
    }
}
