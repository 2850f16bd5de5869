#!/bin/sh
# Loads these files into the FreeSWITCH running on this machine, calls Offhook through it and listens.
#   ./check.sh extension    Offhook is registered as user 4100 (the default)
#   ./check.sh tls          the same over TLS with SRTP
#   ./check.sh trunk        FreeSWITCH sends calls to Offhook's address, nobody registers
# FS_CLI may name another fs_cli command: FS_CLI="fs_cli -H 127.0.0.21 -p secret".
# Exit 0: pass. Files of yours with the same names are left alone. Nothing else is changed.
set -u
cd "$(dirname "$0")" || exit 2
way=${1:-extension}
cli=${FS_CLI:-fs_cli}
heard=$(mktemp -d)/heard.wav
chmod 777 "$(dirname "$heard")"
trap 'rm -rf "$(dirname "$heard")"' EXIT

fail() { echo "FAIL: $*" >&2; exit 1; }
ask() { $cli -x "$1" 2>&1; }

case $way in extension | tls | trunk) ;; *) fail "say extension, tls or trunk, not $way" ;; esac
command -v "${cli%% *}" >/dev/null || fail "no ${cli%% *} on the PATH: is FreeSWITCH on this machine?"
ask status | grep -q '^UP' || fail "FreeSWITCH does not answer \"$cli\": $(ask status | head -n 1)"

conf=$(ask 'global_getvar conf_dir')
[ -d "$conf" ] || fail "cannot see FreeSWITCH's configuration folder \"$conf\" from here"

# Copies a file where there is none.
load() {
  [ -d "$(dirname "$conf/$2")" ] || fail "$(dirname "$conf/$2") does not exist: this FreeSWITCH has no vanilla configuration, include the files by hand"
  [ -e "$conf/$2" ] || cp "$1" "$conf/$2" || fail "cannot write $conf/$2"
}

user=directory/default/offhook.xml
if [ "$way" = tls ]; then load tls/offhook.xml $user; else load $user $user; fi
load dialplan/default/offhook.xml dialplan/default/offhook.xml
load dialplan/public/offhook.xml dialplan/public/offhook.xml
load sip_profiles/external/offhook.xml sip_profiles/external/offhook.xml
[ "$way" = trunk ] || ! grep -q change-me "$conf/$user" || fail "set the password in $conf/$user first"
[ "$way" != tls ] || grep -q 'rtp_secure_media" value="mandatory' "$conf/$user" ||
  fail "$conf/$user is the plain one: put tls/offhook.xml in its place"
ask reloadxml | grep -q '+OK' || fail "FreeSWITCH does not accept the files: $(ask reloadxml)"

if [ "$way" != trunk ]; then
  domain=$(ask 'global_getvar domain')
  ask "user_exists id 4100 $domain" | grep -q true || fail "user 4100 is not in the directory of domain $domain"
  [ "$way" != tls ] || ask 'sofia status profile internal' | grep -q '^TLS-URL' ||
    fail "the internal profile does not listen for TLS: internal_ssl_enable=true in $conf/vars.xml, then fs_cli -x 'sofia profile internal restart'"
  contact=$(ask "sofia_contact 4100@$domain")
  case $contact in
    *sofia/*) ;;
    *) fail "Offhook is not registered as 4100@$domain: start it with that line (README.md) and look at its log" ;;
  esac
  [ "$way" != tls ] || case $contact in
    *transport=tls*) ;;
    *) fail "Offhook is registered, but not over TLS: its registrar must end in ;transport=tls ($contact)" ;;
  esac
  target="user/4100@$domain"
else
  ask 'sofia profile external rescan' >/dev/null
  tries=0
  until ask 'sofia status gateway offhook' | grep -q '^Name'; do
    tries=$((tries + 1))
    [ $tries -lt 20 ] || fail "the external profile has no gateway offhook: $(ask 'sofia status gateway offhook' | head -n 1)"
    sleep 0.5
  done
  ask 'sofia status gateway offhook' | grep -q 'Status.*DOWN' &&
    fail "the gateway is down: nothing answers OPTIONS at $(ask 'sofia status gateway offhook' | sed -n 's/^Proxy[[:space:]]*//p')"
  target="sofia/gateway/offhook/15551234567"
fi

# Records ten seconds of what Offhook says. "originate" answers once the call is answered or has failed.
answer=$(ask "originate {originate_timeout=20,ignore_early_media=true,absolute_codec_string=PCMU}$target '&record($heard 10)'")
case $answer in *+OK*) ;; *) fail "the call to $target was not answered: ${answer#-ERR }" ;; esac
uuid=${answer##*+OK }
keys=$(ask "uuid_getvar $uuid rtp_has_crypto")
keys=${keys#_undef_}
tries=0
while [ "$(ask "uuid_exists $uuid")" = true ]; do
  tries=$((tries + 1))
  [ $tries -lt 40 ] || { ask "uuid_kill $uuid" >/dev/null; break; }
  sleep 0.5
done

[ "$way" != tls ] || case $keys in AES_*) ;; *) fail "answered, but not encrypted: rtp_has_crypto is \"$keys\"" ;; esac
[ -s "$heard" ] || fail "answered, but FreeSWITCH recorded nothing in $heard"
# Hundredths of seconds (80 samples of PCMU) that are louder than 1 % of full scale.
loud=$(od -An -v -t d2 -w160 -j 44 "$heard" |
  awk '{ sum = 0; for (i = 1; i <= NF; i++) sum += $i * $i; if (sqrt(sum / NF) > 328) n++ } END { print n + 0 }')
[ "$loud" -ge 50 ] || fail "answered, but silent: $loud hundredths of a second of sound in ten seconds. Does RTP get through (firewall, NAT, external address)?"
echo "pass: $target answered and spoke for $loud hundredths of a second${keys:+, keys $keys}"
