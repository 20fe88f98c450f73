package org.sparklrp.report;

/**
 * An image's place in the two-dimensional picture of its class.
 *
 * @param x from left to right
 * @param y from below
 * @param cluster its cluster
 * @param imageId its key
 * @param thumbnail a {@code data:} address, or empty
 */
public record PicturePoint(double x, double y, int cluster, String imageId, String thumbnail) {}
