/** Asks DNS; hides dnsjava. */
package org.offhook.sip.dns;
