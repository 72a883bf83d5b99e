package hindsight.relation.canonical;

/** What of a query's inputs may differ between recomputations. */
public interface InexactInputs {
    /** All inputs are exact. */
    InexactInputs NONE = new InexactInputs() {
        @Override
        public boolean isInexact(String table, String column) {
            return false;
        }

        @Override
        public boolean hasInexactRows(String table) {
            return false;
        }
    };

    /** Whether the last digits of a column, or more, may differ. */
    boolean isInexact(String table, String column);

    /** Whether it may differ which rows there are. */
    boolean hasInexactRows(String table);
}
