#!/usr/bin/env bash
# Spark's GPU discovery script: {"name": "gpu", "addresses": ["0", "1"]}, the numbers by which CUDA knows this
# process's devices. With no GPU, or none that the driver answers for, it prints nothing and fails, so that
# Spark says so instead of scheduling on devices that are not there.
#
# CUDA_VISIBLE_DEVICES restricts and renumbers what CUDA sees, which nvidia-smi ignores: it counts here.
set -uo pipefail

say() {
  echo "gpu-discovery: $1" >&2
  exit 1
}

nvidia_smi="$(PATH="$PATH:/usr/bin:/usr/local/nvidia/bin:/usr/lib/wsl/lib" command -v nvidia-smi)" \
  || say "no nvidia-smi on $(hostname): no GPU driver here, or the container was started without it"
listed="$("$nvidia_smi" --query-gpu=index,uuid --format=csv,noheader 2> /dev/null)" \
  || say "nvidia-smi failed on $(hostname): run it by hand to see what the driver says"

addresses=()
if [ -n "${CUDA_VISIBLE_DEVICES+set}" ]; then
  # CUDA takes numbers or the beginnings of UUIDs, and stops at the first that it does not know.
  IFS=', ' read -r -a visible <<< "$CUDA_VISIBLE_DEVICES"
  for device in ${visible[@]+"${visible[@]}"}; do
    grep -qE "^ *$device,|, *$device" <<< "$listed" || break
    addresses+=("\"${#addresses[@]}\"")
  done
else
  while IFS=, read -r index uuid; do
    [[ "$index" =~ ^[0-9]+$ && "$uuid" == *GPU-* ]] && addresses+=("\"$index\"")
  done <<< "$listed"
fi

[ "${#addresses[@]}" -gt 0 ] || say "no GPU visible on $(hostname)"
printf '{"name": "gpu", "addresses": [%s]}\n' "$(IFS=,; echo "${addresses[*]}")"
