/**
 * The command line: options in, exit code out. 0 done, 1 failed, 2 wrong usage. What the commands
 * set to work is handed to them.
 */
package org.offhook.server.cli;
