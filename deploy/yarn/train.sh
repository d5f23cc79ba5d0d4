#!/usr/bin/env bash
# Trains a model on YARN in cluster mode:
#
#   deploy/yarn/train.sh DATA MODEL [other options of train]
#
# The environment variable HADOOP_CONF_DIR names the configuration folder of the cluster. QUEUE, EXECUTORS and GPUS (per
# executor, 0 or 1) are optional; their defaults are "default", 2 and 0.
set -euo pipefail
[ $# -ge 2 ] || { echo "usage: deploy/yarn/train.sh DATA MODEL [options of train]" >&2; exit 2; }
deploy="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)"
executors="${EXECUTORS:-2}"

gpu_options=()
if [ "${GPUS:-0}" != 0 ]; then
  gpu_options=(
    --files "$deploy/gpu-discovery.sh"
    --conf "spark.executor.resource.gpu.amount=$GPUS"
    --conf spark.executor.resource.gpu.discoveryScript=./gpu-discovery.sh
    --conf spark.task.resource.gpu.amount=1
  )
fi
exec "$deploy/submit" --master yarn --deploy-mode cluster --queue "${QUEUE:-default}" \
  --num-executors "$executors" --executor-cores 1 ${gpu_options[@]+"${gpu_options[@]}"} \
  train --data "$1" --model "$2" --workers "$executors" --resume "${@:3}"
