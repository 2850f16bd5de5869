/**
 * The answers of all agents as documents: who may say what, since when and why. The lookup index of
 * {@link org.offhook.cache} is derived from it and follows its changes.
 */
package org.offhook.cache.store;
