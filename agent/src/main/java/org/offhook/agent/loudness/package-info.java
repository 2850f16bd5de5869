/**
 * How loud speech is and how it becomes as loud as all the rest: one measure for prepared and live
 * speech. Pure but for {@link org.offhook.agent.loudness.LevelledVoice}.
 */
package org.offhook.agent.loudness;
