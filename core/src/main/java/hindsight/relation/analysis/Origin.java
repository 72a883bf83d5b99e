package hindsight.relation.analysis;

/** A column of an input, as the relation's scans name it. */
public record Origin(String table, String column) {}
