package org.offhook.agent.provider;

/**
 * Some speech as a provider sent it.
 *
 * @param samples mono, 16 bit, all of them used; given away by the one who puts it
 */
record Sound(int rateHz, short[] samples) {}
