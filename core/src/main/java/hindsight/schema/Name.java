package hindsight.schema;

import java.util.Locale;

/** Rules for names: compared without regard to case, kept as written. */
public final class Name {
    private Name() {}

    /** The form under which two spellings of one name are equal. */
    public static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    public static boolean same(String a, String b) {
        return folded(a).equals(folded(b));
    }
}
