#!/bin/sh
# Loads these files into the Asterisk running on this machine, calls Offhook through it and listens.
#   ./check.sh extension    Offhook is registered as 4100 (the default)
#   ./check.sh tls          the same over TLS with SRTP
#   ./check.sh trunk        Asterisk sends calls to Offhook's address, nobody registers
# ASTERISK may name another command: ASTERISK="asterisk -C /srv/pbx/asterisk.conf". HEARD names the folder for the recording,
# which Asterisk must be able to write into and ROOT (of a chroot) stands before. Exit 0: pass. Your files are not overwritten;
# #include lines are added at the end of pjsip.conf and extensions.conf where they are missing.
set -u
cd "$(dirname "$0")" || exit 2
way=${1:-extension}
cli=${ASTERISK:-asterisk}
root=${ROOT:-}
heard=${HEARD:-/tmp}/offhook-check-$$

fail() { echo "FAIL: $*" >&2; exit 1; }
ask() { $cli -rx "$1" 2>&1; }

case $way in extension | trunk | tls) ;; *) fail "say extension, tls or trunk, not $way" ;; esac
command -v "${cli%% *}" >/dev/null || fail "no ${cli%% *} on the PATH: is Asterisk on this machine?"
ask 'core show version' | grep -q '^Asterisk' || fail "Asterisk does not answer \"$cli -rx\": $(ask 'core show version' | head -n 1)"

conf=$root$(ask 'core show settings' | sed -n 's/^ *Configuration directory: *//p')
[ -d "$conf" ] || fail "cannot see Asterisk's configuration folder \"$conf\" from here"
mkdir -p "$conf/offhook" || fail "cannot write into $conf"

# Copies a file and includes it.
load() {
  [ -e "$conf/offhook/$1" ] || cp "$1" "$conf/offhook/" || fail "cannot write into $conf/offhook"
  grep -q "^#include offhook/$1" "$conf/$2" || printf '\n#include offhook/%s\n' "$1" >>"$conf/$2" || fail "cannot write $conf/$2"
}

load extensions.conf extensions.conf
if [ "$way" = trunk ]; then
  load pjsip-trunk.conf pjsip.conf
  number=15551234567
  endpoint=offhook
else
  load pjsip.conf pjsip.conf
  [ "$way" = extension ] || load pjsip-tls.conf pjsip.conf
  number=4100
  endpoint=4100
fi
grep -q change-me "$conf/offhook/"pjsip.conf 2>/dev/null && [ "$way" != trunk ] && fail "set the password in $conf/offhook/pjsip.conf first"
ask 'module reload res_pjsip.so' | grep -q 'reloaded successfully' || fail "Asterisk does not reload: $(ask 'module reload res_pjsip.so')"
ask 'dialplan reload' >/dev/null
ask "pjsip show endpoint $endpoint" | grep -q "^ *Endpoint: *$endpoint" || fail "Asterisk has no endpoint $endpoint: see its log for what it does not like in $conf/offhook"
if [ "$way" = tls ]; then
  ask 'pjsip show transport offhook-tls' | grep -q 'cert_file' ||
    fail "Asterisk has no TLS transport: can it read certificate and key of $conf/offhook/pjsip-tls.conf, and is its port free?"
fi
ask "dialplan show $number@offhook" | grep -q "'$number' =>" || fail "no extension $number in context offhook"

# The contact: there, and answering OPTIONS. A registration may take its time.
tries=0
until ask 'pjsip show contacts' | grep "Contact: *$endpoint/" | grep -q Avail; do
  tries=$((tries + 1))
  if [ $tries -ge 30 ]; then
    ask 'pjsip show contacts' | grep -q "Contact: *$endpoint/" ||
      fail "Offhook is not registered as $endpoint: start it with that line (README.md) and look at its log"
    fail "Offhook does not answer Asterisk's OPTIONS: $(ask 'pjsip show contacts' | grep "Contact: *$endpoint/")"
  fi
  sleep 1
done
if [ "$way" = tls ]; then
  ask 'pjsip show contacts' | grep "Contact: *$endpoint/" | grep -qi 'transport=tls' ||
    fail "Offhook is registered, but not over TLS: its registrar must end in ;transport=tls"
fi

# Records ten seconds of what Offhook says, in 16-bit samples.
mkdir -p "$root$heard" && chmod 777 "$root$heard"
trap 'rm -rf "$root$heard"' EXIT
ask "channel originate Local/$number@offhook/n application Record $heard/heard.wav,0,10,qxk" >/dev/null
seconds=0
until ask "core show channels concise" | grep -q "Record"; do
  seconds=$((seconds + 1))
  [ $seconds -lt 25 ] || fail "the call to $number was not answered in 25 s: look at Offhook's log, and at \"pjsip set logger on\""
  sleep 1
done
sleep 12
wav=$root$heard/heard.wav
[ -s "$wav" ] || fail "answered, but Asterisk recorded nothing in $wav"
# Hundredths of seconds (80 samples) that are louder than 1 % of full scale.
loud=$(od -An -v -t d2 -w160 -j 44 "$wav" |
  awk '{ sum = 0; for (i = 1; i <= NF; i++) sum += $i * $i; if (sqrt(sum / NF) > 328) n++ } END { print n + 0 }')
[ "$loud" -ge 50 ] || fail "answered, but silent: $loud hundredths of a second of sound in ten seconds. Does RTP get through (firewall, NAT, external address)?"
echo "pass: $number answered and spoke for $loud hundredths of a second"
