/**
 * Where a request goes (RFC 3263): names become ordered places to try. Pure: records of DNS, time
 * and chance come in as arguments.
 */
package org.offhook.sip.locate;
