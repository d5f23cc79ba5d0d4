#!/usr/bin/env bash
# Runs a sweep on YARN in cluster mode, or continues it:
#
#   deploy/yarn/sweep.sh CONF.yaml RESULTS [other options of sweep]
#
# CONF.yaml and RESULTS are paths that the driver can read, such as hdfs:///conf/sweep.yaml. A nightly sweep is a line of
# a crontab; the next night continues what the last one left:
#
#   30 1 * * * HADOOP_CONF_DIR=/etc/hadoop/conf /opt/jointae/deploy/yarn/sweep.sh hdfs:///conf/sweep.yaml hdfs:///results/nightly
#
# The sweep begins with 2 executors and grows to EXECUTORS, by default 20. Each of their 4 cores runs one trial, so up to
# 80 trials run at a time. The memory of the driver is enough for 80 trials of the paper's size. YARN starts the driver
# up to twice again if it dies; it goes on at once. QUEUE is optional; the default is "default".
set -euo pipefail
[ $# -ge 2 ] || { echo "usage: deploy/yarn/sweep.sh CONF.yaml RESULTS [options of sweep]" >&2; exit 2; }
deploy="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)"

exec "$deploy/submit" --master yarn --deploy-mode cluster --queue "${QUEUE:-default}" \
  --driver-memory 6g --executor-cores 4 --executor-memory 4g --conf spark.executor.memoryOverhead=2g \
  --conf spark.dynamicAllocation.enabled=true \
  --conf spark.dynamicAllocation.minExecutors=2 \
  --conf spark.dynamicAllocation.maxExecutors="${EXECUTORS:-20}" \
  --conf spark.yarn.maxAppAttempts=3 \
  --conf spark.yarn.am.attemptFailuresValidityInterval=2h \
  sweep "$1" --out "$2" --resume "${@:3}"
