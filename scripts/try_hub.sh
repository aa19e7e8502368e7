#!/bin/bash
# A hub that is ready to be tried: founded once, with the starter catalogue, a site and a fresh token.
# Usage: scripts/try_hub.sh HUB_COMMAND STARTER_FOLDER DATA_FOLDER [arguments of hub serve…]
set -euo pipefail
cd "$(dirname "$0")/.."
hub=$1 starter=$2 data=$3
shift 3
port=8470
arguments=("$@")
for ((i = 0; i < $#; i++)); do
  case ${arguments[i]} in
    --port) port=${arguments[i + 1]} ;;
    --port=*) port=${arguments[i]#--port=} ;;
  esac
done
tell() { "$hub" --data "$data" "$@"; }
value() { sed -n "s/.*\"$1\":\"\\([^\"]*\\)\".*/\\1/p"; }

if [ ! -e "$data/hub.toml" ]; then
  tell init --origin "http://127.0.0.1:$port"
  tell site add 花戏楼社区便民服务站 --region 341602
fi
origin=$(sed -n 's/^origin = "\(.*\)"$/\1/p' "$data/hub.toml")
case $origin in
  *:"$port") ;;
  *)
    echo "这个中心的地址是 $origin：用 --port ${origin##*:}，或删掉 $data 重来" >&2
    exit 2
    ;;
esac
tell migrate
tell publish "$starter"
site=$(tell site list --json | value site | head -n 1)
token=$(tell token "$site" --json | value token)
echo
echo "登记一台机器（另开一个终端；登记码一天内有效，只能用一次）："
echo "  $(dirname "$hub")/kiosk --data build/data enrol --hub $origin --token $token"
echo "看中心收到了什么：$hub --data $data stats"
echo "中心在 $origin，Ctrl+C 结束。"
exec "$hub" --data "$data" serve "$@"
