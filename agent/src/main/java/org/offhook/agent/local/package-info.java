/**
 * Models and voices that run on this machine: Moonshine, Silero, Kokoro through ONNX Runtime, flite
 * as a process; and the files they need.
 */
package org.offhook.agent.local;
