/** Answers while the server runs: what agents can say follows the store; people change it. */
package org.offhook.server.answers;
