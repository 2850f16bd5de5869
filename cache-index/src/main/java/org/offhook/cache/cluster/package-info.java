/** Answers of many machines in one OpenSearch index; hides its client. */
package org.offhook.cache.cluster;
