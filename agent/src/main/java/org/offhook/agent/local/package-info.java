/**
 * Models and voices that run on this machine: Moonshine and Silero through ONNX Runtime, flite as a
 * process; and the files they need. {@code ai.onnxruntime} is imported here only. Models compute on
 * the {@code model-N} threads of {@link org.offhook.agent.local.ModelPool}; fetching and speaking
 * block their caller.
 */
package org.offhook.agent.local;
