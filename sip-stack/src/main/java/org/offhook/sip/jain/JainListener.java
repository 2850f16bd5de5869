package org.offhook.sip.jain;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.util.Optional;
import javax.sip.ClientTransaction;
import javax.sip.DialogTerminatedEvent;
import javax.sip.IOExceptionEvent;
import javax.sip.InvalidArgumentException;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.SipListener;
import javax.sip.SipProvider;
import javax.sip.TimeoutEvent;
import javax.sip.TransactionAlreadyExistsException;
import javax.sip.TransactionTerminatedEvent;
import javax.sip.message.Response;

/**
 * Turns JAIN-SIP's events into commands for the {@code sip} thread, and nothing else. Runs on
 * JAIN-SIP's threads. The server transaction is made here, because a retransmission that comes
 * before it exists would be taken for a new request.
 */
final class JainListener implements SipListener {
    private final SipProvider provider;
    private final Core core;

    JainListener(SipProvider provider, Core core) {
        this.provider = provider;
        this.core = core;
    }

    @Override
    public void processRequest(RequestEvent event) {
        SIPRequest request = (SIPRequest) event.getRequest();
        if (request.getMethod().equals("ACK")) {
            submit(() -> core.calls().onAck(request));
            return;
        }
        Optional<ServerTransaction> transaction = transaction(event, request);
        if (transaction.isEmpty()) {
            return;
        }
        ServerTransaction server = transaction.get();
        boolean newCall = request.getMethod().equals("INVITE") && request.getToTag() == null;
        if (newCall) {
            offered(server, request);
        } else if (request.getMethod().equals("CANCEL")) {
            submit(() -> core.calls().onCancel(server, request, core));
        } else {
            submit(() -> core.calls().onRequest(server, request, core));
        }
    }

    private Optional<ServerTransaction> transaction(RequestEvent event, SIPRequest request) {
        if (event.getServerTransaction() != null) {
            return Optional.of(event.getServerTransaction());
        }
        try {
            return Optional.of(provider.getNewServerTransaction(request));
        } catch (TransactionAlreadyExistsException retransmission) {
            return Optional.empty();
        } catch (SipException lacksAHeader) {
            core.counters().malformed.increment();
            refuseMalformed(request);
            return Optional.empty();
        }
    }

    private void refuseMalformed(SIPRequest request) {
        Messages messages = core.messages();
        try {
            provider.sendResponse(
                    messages.response(request, Response.BAD_REQUEST, messages.token()));
        } catch (SipException unreachable) {
            core.counters().dropped.increment();
        }
    }

    private void offered(ServerTransaction server, SIPRequest request) {
        core.counters().invites.increment();
        Optional<Slot> slot = core.room().takeForInvite();
        boolean taken =
                slot.isPresent()
                        && core.thread()
                                .submitNewCallOrRefuse(
                                        () -> core.calls().onInvite(server, request, slot.get()));
        if (!taken) {
            slot.ifPresent(Slot::free);
            core.counters().refused.increment();
            refuse(server, request);
        }
    }

    private void refuse(ServerTransaction server, SIPRequest request) {
        Messages messages = core.messages();
        SIPResponse refusal =
                messages.response(request, Response.SERVICE_UNAVAILABLE, messages.token());
        messages.addRetryAfter(refusal, messages.retryAfterSeconds());
        try {
            server.sendResponse(refusal);
        } catch (SipException | InvalidArgumentException unreachable) {
            core.counters().dropped.increment();
        }
    }

    @Override
    public void processResponse(ResponseEvent event) {
        SIPResponse response = (SIPResponse) event.getResponse();
        ClientTransaction client = event.getClientTransaction();
        if (client != null && client.getApplicationData() instanceof Exchange exchange) {
            submit(() -> exchange.onResponse(client, response));
        } else if (response.getStatusCode() / 100 == 2) {
            submit(() -> core.calls().onLateAnswer(response));
        }
    }

    @Override
    public void processTimeout(TimeoutEvent event) {
        ClientTransaction client = event.getClientTransaction();
        if (client != null && client.getApplicationData() instanceof Exchange exchange) {
            submit(() -> exchange.onNoResponse("no response"));
        }
    }

    private void submit(Runnable command) {
        if (!core.thread().submitOrWait(command)) {
            core.counters().dropped.increment();
        }
    }

    /** A transaction on that connection tells the same by its time-out. */
    @Override
    public void processIOException(IOExceptionEvent event) {}

    @Override
    public void processTransactionTerminated(TransactionTerminatedEvent event) {}

    @Override
    public void processDialogTerminated(DialogTerminatedEvent event) {}
}
