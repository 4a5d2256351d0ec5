#!/bin/sh
# Sends the daily exports of a folder: events-2024-03-01.ndjson, events-2024-03-02.ndjson, ...
#
# Those of the last four days wait: records of the last 72 hours can trigger campaigns, and cdp would hold them back.
# Each file has a journal: what was sent is not sent again, what a night left undone the next one does, and a second run of
# this at the same time is refused (exit code 2). Move files away when they are done with, or all are looked at each night.
set -u

exports=${1:?usage: nightly.sh FOLDER [OPTIONS OF cdp backfill]}
shift
newest=$(date -u -d '4 days ago' +%Y%m%d) || exit 2 # BSD and macOS: date -u -v-4d +%Y%m%d

count=0
for file in "$exports"/events-????-??-??.ndjson; do
    day=$(printf '%s' "${file##*/events-}" | tr -cd '0-9')
    if [ -f "$file" ] && [ "$day" -le "$newest" ]; then
        set -- "$@" "$file"
        count=$((count + 1))
    fi
done
[ "$count" -gt 0 ] || exit 0

said=$(cdp backfill --progress none "$@" 2>&1)
code=$?

case $code in
0)
    exit 0
    ;;
6)
    echo "Some records were not sent. Their reasons stand in the *.rejects.ndjson files beside the exports;"
    echo "when they are mended: cdp backfill FILE.rejects.ndjson"
    ;;
75)
    echo "The service could not be reached for long. Nothing is lost: the next night goes on."
    ;;
3 | 4)
    echo "The key was refused. Nothing is lost: mend the key, and the next night goes on."
    ;;
*)
    echo "The backfill did not finish (exit code $code, see cdp help exit-codes)."
    ;;
esac
echo
printf '%s\n' "$said"
exit "$code"
