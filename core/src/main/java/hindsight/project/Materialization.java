package hindsight.project;

/** Whether a model stores rows. */
public enum Materialization {
    TABLE,
    VIEW
}
