package hindsight.cli;

import hindsight.merge.Conflict;

/** How it is told what came of taking facts from elsewhere, by what was asked for. */
interface ReversalWords {
    /** Such as {@code undo}. */
    String command();

    /** What the command was about. */
    String about();

    /** What conflicts are with. */
    String others();

    /** How a value came about that is in conflict, in brackets. */
    String values(Conflict conflict);

    void writeJson(JsonOutput json);

    /**
     * Taking back a commit, or all since one.
     *
     * @param seq the commit that was named
     */
    record OfCommit(String command, long seq) implements ReversalWords {
        @Override
        public String about() {
            return CommitText.seq(seq);
        }

        @Override
        public String others() {
            return "what was done later";
        }

        @Override
        public String values(Conflict conflict) {
            return "was " + ReversalShown.shown(conflict.theirs()) + ", " + about() + " made it "
                    + ReversalShown.shown(conflict.base()) + ", is " + ReversalShown.shown(conflict.ours()) + " now";
        }

        @Override
        public void writeJson(JsonOutput json) {
            json.field("of", seq);
        }
    }

    /**
     * Merging a branch.
     *
     * @param head of it
     */
    record OfBranch(String branch, long head) implements ReversalWords {
        @Override
        public String command() {
            return "merge";
        }

        @Override
        public String about() {
            return branch;
        }

        @Override
        public String others() {
            return "what was done here";
        }

        @Override
        public String values(Conflict conflict) {
            return "was " + ReversalShown.shown(conflict.base()) + ", is " + ReversalShown.shown(conflict.theirs())
                    + " on " + branch + " and " + ReversalShown.shown(conflict.ours()) + " here";
        }

        @Override
        public void writeJson(JsonOutput json) {
            json.field("branch", branch);
            json.field("of", head);
        }
    }
}
