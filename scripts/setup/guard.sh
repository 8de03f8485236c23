# guard.sh GRACE_SECONDS COMMAND [ARGUMENT…]
# Runs the command and holds the reading end of a pipe from whoever started it. When that process dies, however it
# dies, the pipe closes and the command is ended: TERM, at most the grace time, then KILL of all it left behind.
grace=$1; shift
exec 3<&0
"$@" 3<&- </dev/null &
child=$!
trap 'kill -TERM $child 2>/dev/null' TERM
(
  read -r _ <&3
  trap '' TERM
  kill -TERM $child 2>/dev/null
  while [ "$grace" -gt 0 ] && kill -0 $child 2>/dev/null; do sleep 1; grace=$((grace - 1)); done
  kill -KILL -$$ 2>/dev/null
) >/dev/null 2>&1 &
watch=$!
exec 3<&-
wait $child; code=$?
while kill -0 $child 2>/dev/null; do wait $child; code=$?; done
# Ends the watch only while it still waits: once it acts, it ignores this.
kill -TERM $watch 2>/dev/null
exit $code
