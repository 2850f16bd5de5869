/** How what is written is read out: numbers, times, money, addresses and their kin. Pure. */
package org.offhook.agent.pronunciation;
