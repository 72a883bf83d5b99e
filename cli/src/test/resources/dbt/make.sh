#!/bin/sh
# Builds a likeness with the real dbt and keeps of it what the tests need: its manifest, its catalog, its tables.
#   make.sh DBT_BIN PROJECT [OUT]    DBT_BIN holds dbt and python with duckdb; OUT: default PROJECT, here
set -e
here=$(cd "$(dirname "$0")" && pwd)
bin=$1 project=$2 out=${3:-$here/$2}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$here/$project" "$here/profiles.yml" "$work"
cd "$work/$project"
rm -rf built
export DBT_SEND_ANONYMOUS_USAGE_STATS=false DBT_PROFILES_DIR="$work" DBT_LIKENESS_DATABASE="$work/likeness.duckdb"
"$bin/dbt" --quiet build
"$bin/dbt" --quiet docs generate --no-compile
"$bin/dbt" --quiet compile --full-refresh
mkdir -p "$out/built"
"$bin/python" "$here/keep.py" target "$work/likeness.duckdb" "$out/built"
