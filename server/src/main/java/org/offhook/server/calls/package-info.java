/** Calls that are placed over HTTP. */
package org.offhook.server.calls;
