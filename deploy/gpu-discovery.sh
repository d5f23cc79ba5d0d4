#!/usr/bin/env bash
# Tells Spark which GPUs this process can use, by the numbers that CUDA gives them:
#
#   {"name": "gpu", "addresses": ["0", "1"]}
#
# If there is no GPU, or the driver does not answer, the script prints nothing on standard output and fails. Spark then
# reports the failure instead of scheduling tasks on devices that do not exist.
#
# The script honors CUDA_VISIBLE_DEVICES, which restricts and renumbers the devices of CUDA and which nvidia-smi
# ignores.
set -uo pipefail

fail() {
  echo "gpu-discovery: $1" >&2
  exit 1
}

nvidia_smi="$(PATH="$PATH:/usr/bin:/usr/local/nvidia/bin:/usr/lib/wsl/lib" command -v nvidia-smi)" \
  || fail "There is no nvidia-smi on $(hostname): install the GPU driver, or start the container with it."
listed="$("$nvidia_smi" --query-gpu=index,uuid --format=csv,noheader 2> /dev/null)" \
  || fail "nvidia-smi failed on $(hostname): run it by hand to see the message of the driver."

addresses=()
if [ -n "${CUDA_VISIBLE_DEVICES+set}" ]; then
  # CUDA accepts numbers and prefixes of UUIDs, and stops at the first one that it does not know.
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

[ "${#addresses[@]}" -gt 0 ] || fail "No GPU is visible on $(hostname): check CUDA_VISIBLE_DEVICES and nvidia-smi."
printf '{"name": "gpu", "addresses": [%s]}\n' "$(IFS=,; echo "${addresses[*]}")"
