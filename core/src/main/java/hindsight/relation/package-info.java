/**
 * What a query means: a directed graph of operators over typed rows, whose columns are known by position. Names stand only at scans
 * and at the root. Entry types: {@link hindsight.relation.BoundQuery}, {@link hindsight.relation.Relation}. Uses schema.
 */
@NullMarked
package hindsight.relation;

import org.jspecify.annotations.NullMarked;
