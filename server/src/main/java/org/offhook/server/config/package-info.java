/**
 * What the operator writes: configuration and answer banks in YAML, read once into immutable
 * records. No thread, no state; opens nothing but the files named.
 */
package org.offhook.server.config;
