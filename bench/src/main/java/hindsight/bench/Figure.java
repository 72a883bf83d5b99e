package hindsight.bench;

import java.util.Locale;

/**
 * One measured figure.
 *
 * @param name what was measured
 * @param value in the unit
 * @param unit {@code x} for ratios, {@code ms}, {@code MB}, or empty for counts
 * @param bar the figure to stay below or at
 * @param detail the times behind it
 */
record Figure(String name, double value, String unit, double bar, String detail) {
    boolean isMet() {
        return value <= bar;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%-58s %9.2f %-3s bar %8.2f  %-6s %s",
                name,
                value,
                unit,
                bar,
                isMet() ? "met" : "MISSED",
                detail);
    }
}
