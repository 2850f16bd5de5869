package org.offhook.sip.jain;

import gov.nist.javax.sip.message.Content;
import gov.nist.javax.sip.message.SIPMessage;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Iterator;
import java.util.Optional;
import javax.sip.header.ContentTypeHeader;

/** Finds the SDP in a message. */
final class Bodies {
    private static final byte[] NONE = {};

    private Bodies() {}

    static byte[] raw(SIPMessage message) {
        byte[] body = message.getRawContent();
        return body == null ? NONE : body;
    }

    /** Length 0 where there is no body; empty where the body is something else (415). */
    static Optional<byte[]> sdp(SIPMessage message) {
        byte[] body = raw(message);
        ContentTypeHeader type = message.getContentTypeHeader();
        if (body.length == 0 || type == null || isSdp(type)) {
            return Optional.of(body);
        }
        return type.getContentType().equalsIgnoreCase("multipart")
                ? part(message)
                : Optional.empty();
    }

    private static Optional<byte[]> part(SIPMessage message) {
        try {
            Iterator<Content> parts = message.getMultipartMimeContent().getContents();
            while (parts.hasNext()) {
                Content part = parts.next();
                if (part.getContentTypeHeader() != null && isSdp(part.getContentTypeHeader())) {
                    String text = part.getContent().toString();
                    return Optional.of(text.getBytes(StandardCharsets.UTF_8));
                }
            }
            return Optional.empty();
        } catch (ParseException notMultipart) {
            return Optional.empty();
        }
    }

    private static boolean isSdp(ContentTypeHeader type) {
        return type.getContentType().equalsIgnoreCase("application")
                && type.getContentSubType().equalsIgnoreCase("sdp");
    }
}
