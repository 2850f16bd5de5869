/**
 * Measurements, started by the commands in {@code tests/bench}; they print figures and judge none.
 */
package org.offhook.tests.bench;
