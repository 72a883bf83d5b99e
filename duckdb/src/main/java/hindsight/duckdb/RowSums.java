package hindsight.duckdb;

import hindsight.history.Digest;

/** What a diff does to a table's number of rows and digest. */
record RowSums(long added, long retracted, Digest digest) {}
