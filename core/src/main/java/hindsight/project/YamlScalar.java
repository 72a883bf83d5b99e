package hindsight.project;

/**
 * A scalar of a YAML text.
 *
 * @param plain whether it stands without quotes, so that it may be a number, a truth or a date
 */
record YamlScalar(String text, boolean plain) {}
