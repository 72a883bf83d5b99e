package hindsight.history;

/** What a commit did. */
public enum CommitKind {
    DEFINE,
    LOAD,
    APPLY,
    UNDO,
    RESTORE,
    MERGE,
    ERASE,
    SEAL,
    PRUNE
}
