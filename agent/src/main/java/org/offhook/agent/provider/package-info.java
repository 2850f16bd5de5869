/**
 * Language models and voices reached over the network with OkHttp; the only package that imports
 * {@code okhttp3}. Calls block; run them on the call's virtual threads.
 */
package org.offhook.agent.provider;
