package org.offhook.sip.jain;

import gov.nist.core.net.NetworkLayer;
import gov.nist.javax.sip.SipStackImpl;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Optional;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * Sockets for JAIN-SIP: without Nagle's delay, and with a short connection time-out, because there
 * may be another server to go to. Made by JAIN-SIP, by name.
 */
public final class JainSockets implements NetworkLayer {
    private static final int CONNECT_MILLIS = 2000;
    private static final int BACKLOG = 256;
    private volatile Optional<TlsSockets> tls = Optional.empty();

    @Override
    public ServerSocket createServerSocket(int port, int backlog, InetAddress address)
            throws IOException {
        return new ServerSocket(port, BACKLOG, address) {
            @Override
            public Socket accept() throws IOException {
                Socket accepted = super.accept();
                accepted.setTcpNoDelay(true);
                return accepted;
            }
        };
    }

    @Override
    public Socket createSocket(InetAddress peer, int port) throws IOException {
        return createSocket(peer, port, null);
    }

    @Override
    public Socket createSocket(InetAddress peer, int port, InetAddress local, int localPort)
            throws IOException {
        return createSocket(peer, port, local);
    }

    @Override
    public Socket createSocket(InetAddress peer, int port, InetAddress local) throws IOException {
        assert !SipThread.isThis() : "a connection is made on the sip thread";
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            if (local != null) {
                socket.bind(new InetSocketAddress(local, 0));
            }
            socket.connect(new InetSocketAddress(peer, port), CONNECT_MILLIS);
            return socket;
        } catch (IOException unreachable) {
            socket.close();
            throw unreachable;
        }
    }

    @Override
    public DatagramSocket createDatagramSocket() throws SocketException {
        return new DatagramSocket();
    }

    @Override
    public DatagramSocket createDatagramSocket(int port, InetAddress local) throws SocketException {
        return new DiscreetSocket(port, local);
    }

    @Override
    public SSLServerSocket createSSLServerSocket(int port, int backlog, InetAddress address)
            throws IOException {
        return tls().listening(port, BACKLOG, address);
    }

    @Override
    public SSLSocket createSSLSocket(InetAddress peer, int port) throws IOException {
        return createSSLSocket(peer, port, null);
    }

    @Override
    public SSLSocket createSSLSocket(InetAddress peer, int port, InetAddress local)
            throws IOException {
        TlsSockets around = tls();
        return around.calling(createSocket(peer, port, local), peer);
    }

    private TlsSockets tls() throws IOException {
        return tls.orElseThrow(() -> new IOException("SIP over TLS is not configured"));
    }

    /** Before JAIN-SIP listens. */
    void speak(TlsSockets some) {
        tls = Optional.of(some);
    }

    @Override
    public void setSipStack(SipStackImpl stack) {}
}
