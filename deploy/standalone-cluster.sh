#!/usr/bin/env bash
# A Spark cluster on this machine, to try spark-lrp on: a master and workers, each a JVM of its own.
#
#   deploy/standalone-cluster.sh start [WORKERS]     (default 2, of one core and 6 GB each)
#   SPARK_LRP_MASTER=spark://127.0.0.1:7077 deploy/spark-lrp explain --config FILE
#   deploy/standalone-cluster.sh stop
#
# It runs from job/target/spark, which `mvn package` lays out, and listens on 127.0.0.1 alone; the
# master's page is http://127.0.0.1:8080. Logs and work folders are in job/target/standalone.
#
#   SPARK_LRP_WORKER_CORES, SPARK_LRP_WORKER_MEMORY   what a worker offers (default 1 and 6g)
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
runtime=$here/job/target/spark
folder=$here/job/target/standalone
master=spark://127.0.0.1:7077

start_jvm() {
  local name=$1
  shift
  SPARK_HOME=$runtime SPARK_SCALA_VERSION=2.13 SPARK_LOCAL_IP=127.0.0.1 nohup "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx512m \
    --add-opens=java.base/java.nio=ALL-UNNAMED --add-opens=java.base/sun.nio.ch=ALL-UNNAMED \
    --add-opens=java.base/java.lang=ALL-UNNAMED --add-opens=java.base/java.util=ALL-UNNAMED \
    -Dspark.master.rest.enabled=false -cp "$runtime/jars/*" "$@" >"$folder/$name.log" 2>&1 &
  echo $! >"$folder/$name.pid"
}

await() {
  local name=$1 text=$2
  for _ in $(seq 600); do
    ! grep -q "$text" "$folder/$name.log" || return 0
    kill -0 "$(cat "$folder/$name.pid")" 2>/dev/null || break
    sleep 0.2
  done
  echo "Cannot start the $name: see $folder/$name.log" >&2
  stop
  exit 1
}

start() {
  [[ -d $runtime/jars ]] || {
    echo "Cannot start a cluster: Spark's jars are not laid out yet ($runtime/jars); run \`mvn package -DskipTests\` in $here" >&2
    exit 2
  }
  ! compgen -G "$folder/*.pid" >/dev/null || {
    echo "Cannot start a cluster: one is running already; run $0 stop first" >&2
    exit 2
  }
  mkdir -p "$folder"
  start_jvm master org.apache.spark.deploy.master.Master --host 127.0.0.1 --port 7077 --webui-port 8080
  await master "Starting Spark master at $master"
  for number in $(seq "$1"); do
    start_jvm "worker-$number" org.apache.spark.deploy.worker.Worker --host 127.0.0.1 \
      --cores "${SPARK_LRP_WORKER_CORES:-1}" --memory "${SPARK_LRP_WORKER_MEMORY:-6g}" \
      --work-dir "$folder/work-$number" "$master"
  done
  for number in $(seq "$1"); do
    await "worker-$number" "Successfully registered with master"
  done
  echo "A master and $1 workers run: $master"
}

stop() {
  local pid_file
  for pid_file in "$folder"/worker-*.pid "$folder"/master.pid; do
    [[ -f $pid_file ]] || continue
    kill "$(cat "$pid_file")" 2>/dev/null || true
    rm "$pid_file"
  done
}

case ${1:-} in
  start) start "${2:-2}" ;;
  stop) stop ;;
  *)
    echo "Usage: $0 start [WORKERS] | stop" >&2
    exit 1
    ;;
esac
