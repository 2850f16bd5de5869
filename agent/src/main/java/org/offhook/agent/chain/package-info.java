/**
 * Several providers in the place of one: who is asked, who is asked as well when the first is late,
 * who is left alone for a while. Knows providers by {@link org.offhook.agent.LanguageModel}, {@link
 * org.offhook.agent.Voice} and {@link org.offhook.agent.Recogniser} only.
 */
package org.offhook.agent.chain;
