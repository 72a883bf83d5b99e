package hindsight.cli;

/** How a text is meant; shown as a colour where colours are. */
enum Tone {
    PLAIN(""),
    STRONG("1"),
    FAINT("2"),
    GOOD("32"),
    BAD("31"),
    CAUTION("33");

    private static final char ESCAPE = '\u001b';
    private final String code;

    Tone(String code) {
        this.code = code;
    }

    /** The text in this tone, unchanged without colours. */
    String paint(String text, boolean colours) {
        return !colours || code.isEmpty() || text.isEmpty() ? text : ESCAPE + "[" + code + "m" + text + ESCAPE + "[0m";
    }
}
