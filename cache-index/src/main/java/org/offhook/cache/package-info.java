/**
 * Speaks vectors: which prepared answer, if any, does a question mean? Thread-safe; no thread of
 * its own. Lucene, ONNX Runtime and the tokenizer stay inside. Imports nothing of SIP, media or
 * agent.
 */
package org.offhook.cache;
