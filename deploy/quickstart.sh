#!/usr/bin/env bash
# From a fresh clone to findings: builds, draws the demo's images, audits the demo's network on them
# (explains each on all cores of this machine, ranks the classes by suspicion, tests each suspicion by
# an experiment, evaluates the method, writes the report) and measures where the relevance lies. Needs
# a JDK 17 and Maven 3.8, nothing else.
# Everything it writes is under demo-run/, which it replaces; the build is under target/.
#
#   deploy/quickstart.sh [IMAGES]         explains the demo's network; how many images are drawn
#                                         (default 3000)
#   deploy/quickstart.sh --bow [IMAGES]   trains a Bag-of-Words classifier on 600 other images and
#                                         explains that (default 1200)
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$here"

step() {
  printf '\n[%3d s] %s\n' "$SECONDS" "$1"
}

build() {
  step "Building (mvn package; the first time it downloads Spark and ND4J, about 500 MB)"
  mvn -q -B -Dmaven.test.skip=true package
}

# measure DATA RUN: where the relevance of a run over the demo's images lies.
measure() {
  step "Measuring where the relevance lies"
  deploy/spark-lrp regions --run "$2" \
    --masks "object=$1/masks/object" --masks "watermark=$1/masks/watermark"
  echo
  echo "A class whose relevance sits on the watermark was learned from the watermark."
}

# done_with RUN TABLES: where everything is.
done_with() {
  step "Done"
  printf 'Tables    %s/{%s}\nHeatmaps  %s/heatmaps\n' "$here/$1" "$2" "$here/$1"
}

network() {
  local data=demo-run/data
  build

  step "Drawing the demo's images"
  rm -rf "$data"
  deploy/spark-lrp demo --output "$data" --images "$1"

  step "Auditing the network, without masks, as for images of which nobody knows"
  deploy/spark-lrp audit --config "$data/demo.conf"

  measure "$data" "$data/run"
  done_with "$data/run" explanations,maps,failures,class_statistics,class_ranking,findings,evaluation
  printf 'Report    %s\n' "$here/$data/run/report.html"
}

bag_of_words() {
  local data=demo-run/bow
  build

  step "Drawing the demo's images, with the watermark on most horses for training"
  rm -rf "$data"
  deploy/spark-lrp demo --output "$data/training" --images 600 --training >/dev/null
  deploy/spark-lrp demo --output "$data/test" --images "$1" >/dev/null

  step "Training a Bag-of-Words classifier"
  deploy/spark-lrp train-bow --config conf/examples/train-bow-demo.conf

  step "Explaining every image"
  deploy/spark-lrp explain --config conf/examples/explain-bow-demo.conf

  measure "$data/test" "$data/run"
  done_with "$data/run" explanations,maps,failures,class_statistics
  printf 'Model     %s\n' "$here/$data/model"
}

case ${1:-} in
  --bow) bag_of_words "${2:-1200}" ;;
  -*)
    echo "Cannot start the quickstart: there is no option $1; give --bow, a number of images, or nothing" >&2
    exit 1
    ;;
  *) network "${1:-3000}" ;;
esac
