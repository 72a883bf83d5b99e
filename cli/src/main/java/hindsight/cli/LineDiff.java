package hindsight.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * What tells one text from another, line by line: the lines of both in order, those that they share once. No other choice of lines shares
 * more of them. Takes time and space in proportion to the product of the numbers of lines.
 */
final class LineDiff {
    private final List<String> before;
    private final List<String> after;
    /** How many lines can be shared from a line of each on. */
    private final int[][] shared;

    private LineDiff(String before, String after) {
        this.before = before.lines().toList();
        this.after = after.lines().toList();
        this.shared = new int[this.before.size() + 1][this.after.size() + 1];
        for (int i = this.before.size() - 1; i >= 0; i--) {
            for (int j = this.after.size() - 1; j >= 0; j--) {
                shared[i][j] = this.before.get(i).equals(this.after.get(j))
                        ? shared[i + 1][j + 1] + 1
                        : Math.max(shared[i + 1][j], shared[i][j + 1]);
            }
        }
    }

    /** Each line behind a mark: {@code -} only in the first text, {@code +} only in the second, a space in both. */
    static List<String> of(String before, String after) {
        return new LineDiff(before, after).lines();
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < before.size() || j < after.size()) {
            if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
                lines.add("  " + before.get(i));
                i++;
                j++;
            } else if (j == after.size() || i < before.size() && shared[i + 1][j] >= shared[i][j + 1]) {
                lines.add("- " + before.get(i));
                i++;
            } else {
                lines.add("+ " + after.get(j));
                j++;
            }
        }
        return lines;
    }
}
