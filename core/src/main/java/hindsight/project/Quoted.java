package hindsight.project;

/** Values from files as messages show them: quoted, on one line, and not without end. */
final class Quoted {
    private static final int LIMIT = 60;

    private Quoted() {}

    static String of(String value) {
        String line = value.replaceAll("\\p{Cntrl}+", " ");
        return "'" + (line.length() > LIMIT ? line.substring(0, LIMIT) + "…" : line) + "'";
    }
}
