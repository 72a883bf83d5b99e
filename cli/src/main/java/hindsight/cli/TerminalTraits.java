package hindsight.cli;

/**
 * Which of the three streams are a terminal, and how wide it is.
 *
 * @param width in columns, at least 20
 */
record TerminalTraits(boolean input, boolean output, boolean errors, int width) {
    static final TerminalTraits NONE = new TerminalTraits(false, false, false, 80);
    private static final String PROPERTY = "hindsight.terminal";

    TerminalTraits {
        width = Math.max(20, width);
    }

    /** As the launcher found them: {@code -Dhindsight.terminal=in,out,err,120}, each word only where it is so. */
    static TerminalTraits ofProcess() {
        boolean input = false;
        boolean output = false;
        boolean errors = false;
        int width = NONE.width();
        for (String word : System.getProperty(PROPERTY, "").split(",")) {
            switch (word) {
                case "in" -> input = true;
                case "out" -> output = true;
                case "err" -> errors = true;
                default -> width = word.matches("[1-9]\\d{1,3}") ? Integer.parseInt(word) : width;
            }
        }
        return new TerminalTraits(input, output, errors, width);
    }
}
