package hindsight.cli;

/** Lineage drawn, on standard output. */
record LineagePicture(LineageResult result) implements CommandResult {
    @Override
    public void writeJson(JsonOutput json) {
        result.writeJson(json);
    }

    @Override
    public void writeText(Output output) {
        output.text(LineageSvg.of(result.traced()));
    }
}
