package hindsight.problem;

/** The source line of a place with a caret below; of a long line only what surrounds the caret. */
record Excerpt(Location location) {
    private static final int WIDTH = 160;
    private static final int BEFORE = 60;
    private static final String MARGIN = "\n  ";
    private static final String CUT = "…";

    /** Two lines, each behind a line break and a margin. */
    String render() {
        String line = visible(location.excerpt());
        int caret = location.column() - 1;
        int from = line.length() <= WIDTH ? 0 : Math.max(0, Math.min(caret - BEFORE, line.length() - WIDTH));
        int to = Math.min(line.length(), from + WIDTH);
        String shown = (from > 0 ? CUT : "") + line.substring(from, to) + (to < line.length() ? CUT : "");
        int indent = caret - from + (from > 0 ? CUT.length() : 0);
        int carets = Math.min(location.length(), Math.max(1, shown.length() - indent));
        return MARGIN + shown + MARGIN + " ".repeat(indent) + "^".repeat(carets);
    }

    /** As long as it was, so that the caret stands where it should. */
    private static String visible(String line) {
        StringBuilder shown = new StringBuilder(line);
        for (int i = 0; i < line.length(); i++) {
            if (OneLine.isUnseen(line.charAt(i))) {
                shown.setCharAt(i, ' ');
            }
        }
        return shown.toString();
    }
}
