# Functions of bench-startup and bench-commands, which compare this checkout with another one. A script that sources this
# file defines launch CHECKOUT SIDE NAME, where SIDE is old or new.

# Reads the arguments OLD [ROUNDS] of a script, builds both checkouts, and sets root, old, rounds and work, a folder that
# is deleted when the script ends: begin_bench SCRIPT DEFAULT_ROUNDS [OLD [ROUNDS]]
begin_bench() {
  root="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)"
  [ $# -ge 3 ] && [ -x "$3/deploy/submit" ] || {
    echo "usage: deploy/$1 OLD [ROUNDS], where OLD is the folder of another checkout" >&2
    exit 2
  }
  old="$(cd "$3" && pwd)"
  rounds="${4:-$2}"
  work="$(mktemp -d)"
  trap 'rm -rf "$work"' EXIT
  # A help text starts no session, and builds the jars if they are not built.
  "$old/deploy/submit" --help > /dev/null
  "$root/deploy/submit" --help > /dev/null
}

# Runs a command of a checkout on two cores; its output appears only if it fails.
run() {
  local checkout="$1"
  shift
  "$checkout/deploy/submit" --master "local[2]" --driver-memory 2g "$@" > "$work/log" 2>&1 || {
    cat "$work/log" >&2
    echo "failed: $checkout/deploy/submit $*" >&2
    exit 1
  }
}

# Prints the seconds of a launch.
seconds() {
  local begin="$EPOCHREALTIME"
  launch "$@"
  awk -v begin="$begin" -v end="$EPOCHREALTIME" 'BEGIN { printf "%.2f\n", end - begin }'
}

median() {
  sort -n | awk '{ value[NR] = $1 } END { print (value[int((NR + 1) / 2)] + value[int(NR / 2) + 1]) / 2 }'
}

# Launches something once in both checkouts, then in turn, and prints the seconds of each launch, the medians, the ratio
# of the new median to the old one, and the ratio of the shortest times: compare NAME
compare() {
  local name="$1" round before after
  launch "$old" old "$name"
  launch "$root" new "$name"
  for ((round = 1; round <= rounds; round++)); do
    seconds "$old" old "$name" >> "$work/$name.old"
    seconds "$root" new "$name" >> "$work/$name.new"
    echo "$name, round $round: $(tail -n 1 "$work/$name.old") s old, $(tail -n 1 "$work/$name.new") s new"
  done
  before="$(median < "$work/$name.old")"
  after="$(median < "$work/$name.new")"
  awk -v name="$name" -v before="$before" -v after="$after" \
    -v least_before="$(sort -n "$work/$name.old" | head -n 1)" -v least_after="$(sort -n "$work/$name.new" | head -n 1)" \
    'BEGIN { printf "%s: median %.2f s old, %.2f s new, ratio %.2f; shortest %.2f s old, %.2f s new, ratio %.2f\n", \
      name, before, after, after / before, least_before, least_after, least_after / least_before }' \
    | tee -a "$work/summary"
}
