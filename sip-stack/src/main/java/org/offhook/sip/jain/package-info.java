/**
 * Carries {@code org.offhook.sip} over JAIN-SIP; the only package that imports {@code javax.sip}
 * and {@code gov.nist}. JAIN-SIP parses and runs transactions; its own threads only turn events
 * into commands for the {@code sip} thread ({@link org.offhook.sip.jain.JainListener}) or answer
 * what needs no state ({@link org.offhook.sip.jain.Admission}). Dialogs are ours ({@link
 * org.offhook.sip.jain.Dialog}). For other modules nothing here is API.
 */
package org.offhook.sip.jain;
