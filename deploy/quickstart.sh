#!/usr/bin/env bash
# From a fresh clone to heatmaps: builds, draws the demo's images, explains each on all cores of
# this machine, and measures where the relevance lies. Needs a JDK 17 and Maven 3.8, nothing else.
# Everything it writes is under demo-run/, which it replaces; the build is under target/.
#
#   deploy/quickstart.sh [IMAGES]     how many images the demo draws (default 3000)
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$here"
data=demo-run/data
run=$data/run

step() {
  printf '\n[%3d s] %s\n' "$SECONDS" "$1"
}

step "Building (mvn package; the first time it downloads Spark and ND4J, about 500 MB)"
mvn -q -B -Dmaven.test.skip=true package

step "Drawing the demo's images"
rm -rf "$data"
deploy/spark-lrp demo --output "$data" --images "${1:-3000}"

step "Explaining every image"
deploy/spark-lrp explain --config "$data/demo.conf"

step "Measuring where the relevance lies"
deploy/spark-lrp regions --run "$run" \
  --masks "object=$data/masks/object" --masks "watermark=$data/masks/watermark"

step "Done"
cat <<END
A class whose relevance sits on the watermark was learned from the watermark.

Tables    $here/$run/{explanations,maps,failures,class_statistics}
Heatmaps  $here/$run/heatmaps
END
