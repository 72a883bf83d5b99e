package hindsight.run;

/**
 * What a user asks of an apply.
 *
 * @param plan which models, and what is allowed
 * @param partial whether to publish what passes when something fails
 * @param message for the commit, may be empty
 * @param confirmation who is asked before something that is hard to take back
 */
public record ApplyRequest(PlanOptions plan, boolean partial, String message, Confirmation confirmation) {
    /** Everything that is pending, with nobody to ask. */
    public static final ApplyRequest ALL = new ApplyRequest(PlanOptions.ALL, false, "", Confirmation.NOBODY);
}
