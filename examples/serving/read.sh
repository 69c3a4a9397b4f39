#!/bin/sh
# Start `npx numerist serve` first. Reads one picture, then several, then one as JSON.
server=${1:-http://127.0.0.1:8080}
here=$(dirname "$0")/../../samples

curl --fail-with-body -sS --data-binary "@$here/seven-pencil.png" -H 'Content-Type: image/png' "$server/v1/read"
echo
curl --fail-with-body -sS -F "file=@$here/two-photo.jpg" -F "file=@$here/blank.png" "$server/v1/read?alternatives=0"
echo
printf '{"image": "%s"}' "$(base64 <"$here/three-small.png" | tr -d '\n')" |
  curl --fail-with-body -sS --data-binary @- -H 'Content-Type: application/json' "$server/v1/read?target_error=0.01"
echo
