package hindsight.dbt;

import java.util.List;

/**
 * Something of a dbt project that is not simply carried over.
 *
 * @param topic what it is about, in a few words
 * @param text what became of it, or what there is to do; Markdown
 * @param subjects whose matter it is
 */
public record Remark(Kind kind, String topic, String text, List<String> subjects) {
    public Remark {
        subjects = List.copyOf(subjects);
    }

    /** What a remark asks of its reader. */
    public enum Kind {
        TO_DO("To do"),
        DIFFERENT("Works otherwise"),
        LEFT_OUT("Has no counterpart");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }
}
