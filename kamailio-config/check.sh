#!/bin/sh
# Checks these files against the Kamailio running on this machine, calls Offhook through it and hangs up.
#   ./check.sh registrar [USER]    Offhook is registered as USER (4100)
#   ./check.sh dispatcher          Kamailio sends NUMBER (15551234567) to the Offhooks of dispatcher.list
# KAMCMD may name another command: KAMCMD="kamcmd -s unix:/run/kamailio/ctl". CONFIG names your file where it is not the one of
# this folder, PBX Kamailio's address (192.0.2.40:5060), CALLER and PASSWORD who calls (6001). Needs sipp. Exit 0: pass.
set -u
cd "$(dirname "$0")" || exit 2
way=${1:-registrar}
cli=${KAMCMD:-kamcmd}
config=${CONFIG:-$way.cfg}
pbx=${PBX:-192.0.2.40:5060}
caller=${CALLER:-6001}
password=${PASSWORD:-change-me-too}

fail() { echo "FAIL: $*" >&2; exit 1; }
ask() { $cli "$@" 2>&1; }

case $way in
  registrar) number=${2:-4100} ;;
  dispatcher) number=${NUMBER:-15551234567} ;;
  *) fail "say registrar or dispatcher, not $way" ;;
esac
PATH=$PATH:/usr/sbin
for program in kamailio "${cli%% *}" sipp; do
  command -v "$program" >/dev/null || fail "no $program on the PATH"
done
wrong=$(kamailio -c -f "$config" 2>&1) || fail "Kamailio does not accept $config: $(echo "$wrong" | grep -m 1 -E 'ERROR|CRITICAL')"
ask core.version | grep -qi kamailio || fail "Kamailio does not answer \"$cli\": $(ask core.version | head -n 1)"

if [ "$way" = registrar ]; then
  tries=0
  until ask ul.lookup location "s:$number" | grep -q 'Address:'; do
    tries=$((tries + 1))
    [ $tries -lt 30 ] || fail "Offhook is not registered as $number: start it with that line (README.md) and look at its log"
    sleep 1
  done
else
  tries=0
  # AP: active, and asked by OPTIONS.
  until [ "$(ask dispatcher.list | grep -c 'FLAGS: AP')" -ge 1 ]; do
    tries=$((tries + 1))
    [ $tries -lt 30 ] || fail "no Offhook answers OPTIONS: $(ask dispatcher.list | grep -E 'URI|FLAGS' | tr -s ' \n\t' ' ')"
    sleep 1
  done
  down=$(ask dispatcher.list | grep -A 1 'URI:' | grep -B 1 -E 'FLAGS: (I|D|T)' | grep -c 'URI:')
  [ "$down" = 0 ] || echo "warning: $down of the destinations do not answer OPTIONS" >&2
fi

# A message of the call: $1 METHOD and URI, $2 number, $3 tag of the called, $4 more header lines, $5 a body.
message() {
  cat <<SIP
<![CDATA[
$1 SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch];rport
From: <sip:[field0]@[remote_ip]>;tag=[call_number]
To: <sip:[service]@[remote_ip]>$3
Call-ID: [call_id]
CSeq: $2 ${1%% *}
Max-Forwards: 70
${4}Content-Length: [len]

$5]]>
SIP
}

# $1 number, $2 credentials in a line of their own.
invite() {
  message 'INVITE sip:[service]@[remote_ip]:[remote_port]' "$1" '' "Contact: <sip:[field0]@[local_ip]:[local_port]>
${2}Content-Type: application/sdp
" 'v=0
o=check 1 1 IN IP[local_ip_type] [local_ip]
s=-
c=IN IP[media_ip_type] [media_ip]
t=0 0
m=audio [media_port] RTP/AVP 0 101
a=rtpmap:101 telephone-event/8000
'
}

# One call with credentials where they are asked for: answered, three seconds long, hung up.
scenario=$(mktemp)
trap 'rm -f "$scenario"' EXIT
cat >"$scenario" <<XML
<?xml version="1.0" encoding="ISO-8859-1" ?>
<scenario name="one call">
  <send retrans="500">$(invite 1 '')</send>
  <recv response="100" optional="true"/>
  <recv response="407" optional="true" auth="true" next="proving"/>
  <recv response="180" optional="true"/>
  <recv response="200" rrs="true" next="answered"/>
  <label id="proving"/>
  <send>$(message 'ACK sip:[service]@[remote_ip]:[remote_port]' 1 '[peer_tag_param]' '' '')</send>
  <send retrans="500">$(invite 2 '[field1]
')</send>
  <recv response="100" optional="true"/>
  <recv response="180" optional="true"/>
  <recv response="200" rrs="true"/>
  <label id="answered"/>
  <send>$(message 'ACK [next_url]' '[cseq]' '[peer_tag_param]' '[routes]
' '')</send>
  <pause milliseconds="3000"/>
  <send retrans="500">$(message 'BYE [next_url]' 3 '[peer_tag_param]' '[routes]
' '')</send>
  <recv response="200"/>
</scenario>
XML
who=$(mktemp)
trap 'rm -f "$scenario" "$who"' EXIT
printf 'SEQUENTIAL\n%s;[authentication username=%s password=%s]\n' "$caller" "$caller" "$password" >"$who"
said=$(sipp "$pbx" -sf "$scenario" -inf "$who" -s "$number" -m 1 -timeout 40s -timeout_error -nostdin ${LOCAL:+-i "$LOCAL"} -trace_err -error_file /dev/stderr 2>&1) ||
  fail "the call to $number through $pbx failed: $(echo "$said" | grep -a -m 1 -E 'SIP/2.0 [3-6]|unexpected|imeout' | head -c 300)"
echo "pass: a call to $number through $pbx was answered, and hung up after three seconds"
