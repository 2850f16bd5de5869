/**
 * Finds out what is wrong between a line and its PBX: {@code Checkup} looks, {@code Diagnosis}
 * (pure) says what it means and which setting mends it.
 */
package org.offhook.server.doctor;
