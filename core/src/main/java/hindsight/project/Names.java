package hindsight.project;

import java.util.Optional;

/** What can be a name: anything that a person can see and quote. */
final class Names {
    private static final int MAX_LENGTH = 200;
    private static final char UNREADABLE = '\uFFFD';

    private Names() {}

    /** Why a source or model cannot be named so. Blanks within, quotes, dots and any script are fine. */
    static Optional<String> tableFault(String name) {
        return columnFault(name)
                .or(() -> name.equals(name.strip()) ? Optional.empty() : Optional.of("it begins or ends with a blank"));
    }

    /** Why a column cannot be named so. */
    static Optional<String> columnFault(String name) {
        if (name.isBlank()) {
            return Optional.of("it is empty");
        }
        if (name.length() > MAX_LENGTH) {
            return Optional.of("it is longer than " + MAX_LENGTH + " characters");
        }
        if (name.indexOf(UNREADABLE) >= 0) {
            return Optional.of("it holds characters that the locale cannot show; set LC_ALL=C.UTF-8");
        }
        return name.chars().anyMatch(Character::isISOControl)
                ? Optional.of("it holds a control character")
                : Optional.empty();
    }
}
