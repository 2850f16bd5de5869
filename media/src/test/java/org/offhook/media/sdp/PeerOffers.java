package org.offhook.media.sdp;

/** First offers as real peers send them. */
final class PeerOffers {
    static final String ASTERISK =
            """
            v=0
            o=- 1690123456 1690123456 IN IP4 127.0.0.10
            s=Asterisk
            c=IN IP4 127.0.0.10
            t=0 0
            m=audio 14032 RTP/AVP 107 9 8 101 102
            a=rtpmap:107 opus/48000/2
            a=fmtp:107 useinbandfec=1
            a=rtpmap:9 G722/8000
            a=rtpmap:8 PCMA/8000
            a=rtpmap:101 telephone-event/8000
            a=fmtp:101 0-16
            a=rtpmap:102 telephone-event/48000
            a=fmtp:102 0-16
            a=ptime:20
            a=maxptime:60
            a=sendrecv
            """;

    static final String FREESWITCH =
            """
            v=0
            o=FreeSWITCH 1763830000 1763830001 IN IP4 192.0.2.2
            s=FreeSWITCH
            c=IN IP4 127.0.0.20
            t=0 0
            m=audio 24680 RTP/AVP 0 101 13
            a=rtpmap:0 PCMU/8000
            a=rtpmap:101 telephone-event/8000
            a=fmtp:101 0-15
            a=rtpmap:13 CN/8000
            a=ptime:20
            """;

    static final String BARESIP =
            """
            v=0
            o=- 3852148962 1391047234 IN IP4 127.0.0.50
            s=-
            c=IN IP4 127.0.0.50
            t=0 0
            a=tool:baresip 1.0.0
            m=audio 10090 RTP/AVP 96 0 8 101
            a=rtpmap:96 opus/48000/2
            a=fmtp:96 stereo=1;sprop-stereo=1
            a=rtpmap:0 PCMU/8000
            a=rtpmap:8 PCMA/8000
            a=rtpmap:101 telephone-event/8000
            a=fmtp:101 0-15
            a=rtcp:10091
            a=sendrecv
            a=label:1
            a=rtcp-rsize
            a=ssrc:1871236455 cname:sip:6001@127.0.0.50
            a=ptime:20
            """;

    static final String LINPHONE =
            """
            v=0
            o=6002 2358 3437 IN IP4 127.0.0.60
            s=Talk
            c=IN IP4 127.0.0.60
            b=AS:1500
            t=0 0
            a=rtcp-xr:rcvr-rtt=all:10000 stat-summary=loss,dup,jitt,TTL voip-metrics
            a=record:off
            m=audio 7076 RTP/AVPF 96 97 98 0 8 18 101 99 100
            a=rtpmap:96 opus/48000/2
            a=fmtp:96 useinbandfec=1
            a=rtpmap:97 speex/16000
            a=fmtp:97 vbr=on
            a=rtpmap:98 speex/8000
            a=fmtp:98 vbr=on
            a=fmtp:18 annexb=yes
            a=rtpmap:101 telephone-event/48000
            a=rtpmap:99 telephone-event/16000
            a=rtpmap:100 telephone-event/8000
            a=rtcp-fb:* trr-int 1000
            a=rtcp-fb:* ccm tmmbr
            m=video 9078 RTP/AVPF 96
            a=rtpmap:96 VP8/90000
            """;

    private PeerOffers() {}
}
