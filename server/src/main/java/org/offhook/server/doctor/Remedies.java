package org.offhook.server.doctor;

/** Which setting of which PBX mends what. Pure. */
final class Remedies {
    private Remedies() {}

    static String of(Ailment ailment, Pbx pbx) {
        return switch (pbx) {
            case ASTERISK -> asterisk(ailment);
            case FREESWITCH -> freeswitch(ailment);
            case KAMAILIO -> kamailio(ailment);
            case UNKNOWN -> any(ailment);
        };
    }

    private static String asterisk(Ailment ailment) {
        return switch (ailment) {
            case WRONG_PASSWORD ->
                    "compare \"password\" of the line with password= of its type=auth section in"
                            + " pjsip.conf, and \"auth-user\" with username=; then \"asterisk -rx"
                            + " 'module reload res_pjsip.so'\"";
            case NO_SUCH_USER, NOT_REGISTERED ->
                    "pjsip.conf needs endpoint, auth and aor of this user (aors= must name it), the"
                            + " aor max_contacts=1 with remove_existing=yes, and no type=identify"
                            + " section whose match= is this machine's address";
            case NOT_SENT_ON ->
                    "\"asterisk -rx 'pjsip show contacts'\" must show the contact as Avail: open the"
                            + " way for SIP to this machine, and set qualify_frequency=30 at the aor";
            case NO_COMMON_CODEC, OTHER_CODEC ->
                    "allow= of the endpoint in pjsip.conf, for instance"
                            + " \"disallow=all\" and \"allow=opus,g722,ulaw,alaw\"";
            case ONLY_ENCRYPTED -> "media_encryption=sdes at the endpoint in pjsip.conf";
            case NO_SUCH_NUMBER, FORBIDDEN ->
                    "extensions.conf: the endpoint's context= needs an extension for this user,"
                            + " \"Dial(PJSIP/USER,20)\", then \"asterisk -rx 'dialplan reload'\"";
            case NO_AUDIO ->
                    "the firewall of both machines must let UDP through: rtpstart to rtpend of"
                            + " rtp.conf there, media.ports here; rtp_symmetric=yes and"
                            + " direct_media=no at the endpoint";
            case PRIVATE_AUDIO_THEIRS ->
                    "external_media_address= and external_signaling_address= at the transport in"
                            + " pjsip.conf, with local_net= for what is inside";
            case EVENTS_LOST -> "dtmf_mode=rfc4733 (or auto) at the endpoint in pjsip.conf";
            case INFO_LOST ->
                    "no harm where RFC 4733 works; dtmf_mode=auto_info at the endpoint takes both";
            case TONES_LOST ->
                    "no harm where RFC 4733 works; dtmf_mode=inband hears tones, on ulaw and alaw";
            case HOLD_REFUSED, HOLD_SILENCED ->
                    "look at \"pjsip set logger on\" for the answer to our re-INVITE; direct_media=no"
                            + " at both endpoints keeps the audio where it is";
            case TRANSFER_REFUSED ->
                    "allow_transfer=yes at the endpoint (the default), and the target must be an"
                            + " extension in its context= or TRANSFER_CONTEXT";
            case UNREACHABLE, NO_OPTIONS, NOT_ANSWERED, PRIVATE_AUDIO_OURS -> any(ailment);
        };
    }

    private static String freeswitch(Ailment ailment) {
        return switch (ailment) {
            case WRONG_PASSWORD, NO_SUCH_USER ->
                    "directory/default: <user id=...> and its param password, in the domain that"
                            + " \"registrar\" names; then fs_cli -x reloadxml";
            case NOT_REGISTERED ->
                    "fs_cli -x 'sofia status profile internal reg' should list the user; \"registrar\""
                            + " must be the profile's domain and port";
            case NOT_SENT_ON ->
                    "fs_cli -x 'sofia_contact USER@DOMAIN' must name this machine: open the way for"
                            + " SIP to it; all-reg-options-ping=true in the profile keeps it known;"
                            + " over TLS without a certificate here, the user's variable"
                            + " sip-force-contact=NDLB-tls-connectile-dysfunction";
            case NO_COMMON_CODEC ->
                    "global_codec_prefs in vars.xml, for instance OPUS,G722,PCMU,PCMA, and"
                            + " inbound-codec-negotiation=generous in the profile";
            case OTHER_CODEC ->
                    "no harm: G722 carries all that Offhook hears, and FreeSWITCH 1.11 takes it before"
                            + " an Opus of 16 kHz; media.codecs: [G722, PCMU, PCMA] says the same here";
            case ONLY_ENCRYPTED ->
                    "the user's param dial-var-rtp_secure_media=mandatory, for calls to Offhook, and"
                            + " its variable rtp_secure_media_inbound=mandatory, for calls from it";
            case NO_SUCH_NUMBER, FORBIDDEN ->
                    "the dialplan of the user's user_context needs an extension for it that bridges"
                            + " to user/USER@${domain_name}";
            case NO_AUDIO ->
                    "the firewall of both machines must let UDP through: rtp-start-port to"
                            + " rtp-end-port of switch.conf there, media.ports here; no"
                            + " disable-rtp-auto-adjust in the profile";
            case PRIVATE_AUDIO_THEIRS -> "ext-rtp-ip and ext-sip-ip in the profile";
            case EVENTS_LOST ->
                    "dtmf-type=rfc2833 in the profile, and rfc2833-pt=101; in a call with Opus"
                            + " FreeSWITCH 1.11 hears no events of 48 kHz: the user's param"
                            + " dial-var-absolute_codec_string=G722,PCMU,PCMA";
            case INFO_LOST ->
                    "no harm where RFC 4733 works; the variable rtp_liberal_dtmf=true at the user, or"
                            + " liberal-dtmf=true in the profile, takes INFO beside it";
            case TONES_LOST ->
                    "no harm where RFC 4733 works; the application start_dtmf in the dialplan hears"
                            + " tones";
            case HOLD_REFUSED, HOLD_SILENCED ->
                    "bypass_media must be off; \"sofia global siptrace on\" shows the answer to our"
                            + " re-INVITE";
            case TRANSFER_REFUSED ->
                    "disable-transfer=false in the profile, and the target in the user's context; 488:"
                            + " media_mix_inbound_outbound_codecs=true, exported in the dialplan, offers"
                            + " the target more than the caller's codec; no news: with"
                            + " confirm_blind_transfer the target must be a person, or its dialplan"
                            + " must call the application blind_transfer_ack";
            case UNREACHABLE, NO_OPTIONS, NOT_ANSWERED, PRIVATE_AUDIO_OURS -> any(ailment);
        };
    }

    private static String kamailio(Ailment ailment) {
        return switch (ailment) {
            case WRONG_PASSWORD ->
                    "kamctl passwd USER, and the realm of auth_check() must be the one of"
                            + " \"registrar\" where calculate_ha1 is 0";
            case NO_SUCH_USER, NOT_REGISTERED ->
                    "kamctl add USER PASSWORD; save(\"location\") must be reached for REGISTER";
            case NOT_SENT_ON ->
                    "kamcmd ul.lookup location USER must name this machine: open the way for SIP to"
                            + " it, and fix_nated_register() for one behind NAT";
            case NO_COMMON_CODEC, OTHER_CODEC ->
                    "Kamailio passes codecs on as they are: look at the other phone, or at the codec"
                            + " options of rtpengine_manage()";
            case ONLY_ENCRYPTED -> "both phones must encrypt, or rtpengine_manage(\"RTP/SAVP\")";
            case NO_SUCH_NUMBER, FORBIDDEN ->
                    "lookup(\"location\") must be reached for INVITE, and permissions must allow the"
                            + " call";
            case NO_AUDIO ->
                    "audio does not go through Kamailio: media.ports of both ends must be open to"
                            + " each other, or rtpengine must carry it";
            case PRIVATE_AUDIO_THEIRS ->
                    "rtpengine_manage(\"replace-origin replace-session-connection\") where NAT is"
                            + " between the phones, with its interface's public address advertised";
            case EVENTS_LOST ->
                    "audio and its events do not go through Kamailio: see the other end";
            case INFO_LOST ->
                    "INFO must be relayed within dialogs: loose_route() and t_relay(), and every"
                            + " INVITE needs record_route()";
            case TONES_LOST -> any(ailment);
            case HOLD_REFUSED, HOLD_SILENCED ->
                    "re-INVITE must be relayed: record_route() for every INVITE, loose_route() and"
                            + " t_relay() for what has a To tag";
            case TRANSFER_REFUSED ->
                    "REFER and NOTIFY must be relayed within dialogs; the other phone does the rest";
            case UNREACHABLE, NO_OPTIONS, NOT_ANSWERED, PRIVATE_AUDIO_OURS -> any(ailment);
        };
    }

    private static String any(Ailment ailment) {
        return switch (ailment) {
            case UNREACHABLE ->
                    "\"registrar\" must name the host, port and transport where the PBX takes SIP; a"
                            + " firewall in between must let it through";
            case WRONG_PASSWORD -> "\"user\", \"auth-user\" and \"password\" of the line";
            case NO_SUCH_USER, NOT_REGISTERED -> "the PBX must know this user and let it register";
            case NO_OPTIONS -> "no harm by itself: the PBX, or a firewall, drops OPTIONS";
            case NOT_SENT_ON ->
                    "sip.listen and its port must be reachable from the PBX: firewall, NAT,"
                            + " keep-alive of the line";
            case NO_COMMON_CODEC, OTHER_CODEC ->
                    "media.codecs here, and the codecs of this user at the PBX";
            case ONLY_ENCRYPTED -> "SRTP with keys in SDP (SDES) for this user at the PBX";
            case NO_SUCH_NUMBER, FORBIDDEN ->
                    "the PBX must have an extension for this user that it may call itself";
            case NOT_ANSWERED -> "look at the log of the PBX for this call";
            case NO_AUDIO ->
                    "the firewall between both must let UDP through: media.ports here, the RTP range"
                            + " of the PBX there";
            case PRIVATE_AUDIO_OURS ->
                    "sip.external-address: the address that the PBX reaches this machine at";
            case PRIVATE_AUDIO_THEIRS -> "the external media address of the PBX";
            case EVENTS_LOST -> "RFC 4733 (also called RFC 2833) for this user at the PBX";
            case INFO_LOST -> "no harm where RFC 4733 works";
            case TONES_LOST -> "no harm where RFC 4733 works; tones survive G.711 best";
            case HOLD_REFUSED, HOLD_SILENCED -> "the PBX must answer a re-INVITE within the call";
            case TRANSFER_REFUSED -> "the PBX must allow this user to transfer (REFER)";
        };
    }
}
