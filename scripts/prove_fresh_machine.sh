#!/bin/bash
# Prove that a make target works as the first command on a bare Debian 12: python3, make and git.
# Usage, as root: scripts/prove_fresh_machine.sh TREE [TARGET…]
# TREE is where the bare system is made (debootstrap, about 2 GB); it is reused if it exists, and
# then no longer bare. Each target gets its own fresh clone of the committed state; default: test.
# MIRROR names a Debian mirror other than debootstrap's own. The certificates of this machine are passed on, no more.
set -euo pipefail
source=$(cd "$(dirname "$0")/.." && pwd)
tree=$1
shift
targets=("${@:-test}")

[ -e "$tree/etc/debian_version" ] ||
  debootstrap --variant=minbase --include=python3,make,git,ca-certificates bookworm "$tree" \
    ${MIRROR:+"$MIRROR"}
cp /etc/resolv.conf "$tree/etc/resolv.conf"
cp /etc/ssl/certs/ca-certificates.crt "$tree/etc/ssl/certs/ca-certificates.crt"

mount -t proc proc "$tree/proc"
mount --bind /dev "$tree/dev"
trap 'umount "$tree/dev" "$tree/proc"' EXIT

for target in "${targets[@]}"; do
  echo "=== fresh clone, first command: make $target"
  rm -rf "$tree/root/clone"
  git clone -q --no-hardlinks "$source" "$tree/root/clone"
  chroot "$tree" /usr/bin/env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin \
    PIP_CERT=/etc/ssl/certs/ca-certificates.crt bash -c "cd /root/clone && time make $target"
done
