package org.sparklrp.job.demo;

import java.awt.Paint;
import java.awt.Shape;

/**
 * One painted shape of an object. Objects are drawn in coordinates of their own: they stand on y =
 * 0, y points down, and they are about two units wide.
 *
 * @param shape the outline
 * @param paint what fills it
 */
record Part(Shape shape, Paint paint) {}
