package org.sparklrp.engine.request;

/**
 * The native memory that explaining will take, with one target per image.
 *
 * @param weightBytes for the weights and the modified parts that the rules need, once per model
 * @param tensorBytes for the tensors of one batch, once per thread
 */
public record MemoryForecast(long weightBytes, long tensorBytes) {}
