package hindsight.problem;

/** How grave a problem is: an error stops the command, a warning is only told. */
public enum Severity {
    ERROR,
    WARNING
}
