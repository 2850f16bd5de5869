package org.offhook.sip.jain;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Puts TLS around plain connections, with the certificates of that moment. For JAIN-SIP's threads.
 */
final class TlsSockets {
    private static final Logger LOG = LogManager.getLogger(TlsSockets.class);
    static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    /** Who does not finish its handshake in this time is left. */
    private static final int HANDSHAKE_MILLIS = 5000;

    /**
     * Whom a certificate must be for, while a request is sent: JAIN-SIP knows only the address that
     * DNS led to, and whoever forges DNS forges that.
     */
    static final ScopedValue<String> IDENTITY = ScopedValue.newInstance();

    private final TlsContext context;

    TlsSockets(TlsContext context) {
        this.context = context;
    }

    /** We called: the server must be who we asked for, its address where that is all we know. */
    SSLSocket calling(Socket plain, InetAddress peer) throws IOException {
        String host = IDENTITY.orElse(peer.getHostAddress());
        SSLSocket socket =
                (SSLSocket)
                        context.current()
                                .getSocketFactory()
                                .createSocket(plain, host, plain.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(PROTOCOLS);
        // Nearly RFC 5922 §7.2, which would not take a wildcard either.
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        limitHandshake(socket);
        return socket;
    }

    SSLServerSocket listening(int port, int backlog, InetAddress address) throws IOException {
        return new Listening(port, backlog, address);
    }

    private SSLSocket called(Socket plain) throws IOException {
        plain.setTcpNoDelay(true);
        SSLSocket socket =
                (SSLSocket) context.current().getSocketFactory().createSocket(plain, null, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(PROTOCOLS);
        parameters.setNeedClientAuth(context.demandsCertificate());
        socket.setSSLParameters(parameters);
        limitHandshake(socket);
        return socket;
    }

    private static void limitHandshake(SSLSocket socket) throws SocketException {
        socket.setSoTimeout(HANDSHAKE_MILLIS);
        socket.addHandshakeCompletedListener(done -> {
            try {
                done.getSocket().setSoTimeout(0);
            } catch (SocketException closed) {
                LOG.debug("closed right after its handshake: {}", closed.getMessage());
            }
        });
    }

    /**
     * Accepts plain connections and puts TLS around each; its handshake is for the thread that
     * reads it. JAIN-SIP's wishes about protocols and certificates are not needed.
     */
    private final class Listening extends SSLServerSocket {
        Listening(int port, int backlog, InetAddress address) throws IOException {
            super(port, backlog, address);
        }

        @Override
        public Socket accept() throws IOException {
            Socket plain = new Socket();
            implAccept(plain);
            return called(plain);
        }

        @Override
        public String[] getEnabledCipherSuites() {
            return context.current().getDefaultSSLParameters().getCipherSuites();
        }

        @Override
        public void setEnabledCipherSuites(String[] suites) {}

        @Override
        public String[] getSupportedCipherSuites() {
            return getEnabledCipherSuites();
        }

        @Override
        public String[] getSupportedProtocols() {
            return PROTOCOLS.clone();
        }

        @Override
        public String[] getEnabledProtocols() {
            return PROTOCOLS.clone();
        }

        @Override
        public void setEnabledProtocols(String[] protocols) {}

        @Override
        public void setNeedClientAuth(boolean need) {}

        @Override
        public boolean getNeedClientAuth() {
            return context.demandsCertificate();
        }

        @Override
        public void setWantClientAuth(boolean want) {}

        @Override
        public boolean getWantClientAuth() {
            return false;
        }

        @Override
        public void setUseClientMode(boolean client) {}

        @Override
        public boolean getUseClientMode() {
            return false;
        }

        @Override
        public void setEnableSessionCreation(boolean create) {}

        @Override
        public boolean getEnableSessionCreation() {
            return true;
        }
    }
}
