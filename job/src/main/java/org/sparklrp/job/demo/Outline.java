package org.sparklrp.job.demo;

import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;

/** The outlines that drawings are put together from. Points are given as x, y, x, y ... */
final class Outline {
  private Outline() {}

  /** Straight lines from point to point, closed. */
  static Path2D polygon(double... points) {
    Path2D path = new Path2D.Double();
    path.moveTo(points[0], points[1]);
    for (int i = 2; i < points.length; i += 2) {
      path.lineTo(points[i], points[i + 1]);
    }
    path.closePath();
    return path;
  }

  /** A smooth closed curve through all points (Catmull and Rom 1974). */
  static Path2D curve(double... points) {
    int count = points.length / 2;
    Path2D path = new Path2D.Double();
    path.moveTo(points[0], points[1]);
    for (int i = 0; i < count; i++) {
      int before = 2 * ((i + count - 1) % count);
      int from = 2 * i;
      int to = 2 * ((i + 1) % count);
      int after = 2 * ((i + 2) % count);
      path.curveTo(
          points[from] + (points[to] - points[before]) / 6,
          points[from + 1] + (points[to + 1] - points[before + 1]) / 6,
          points[to] - (points[after] - points[from]) / 6,
          points[to + 1] - (points[after + 1] - points[from + 1]) / 6,
          points[to],
          points[to + 1]);
    }
    path.closePath();
    return path;
  }

  /** An ellipse around a centre. */
  static Shape ellipse(double x, double y, double halfWidth, double halfHeight) {
    return new Ellipse2D.Double(x - halfWidth, y - halfHeight, 2 * halfWidth, 2 * halfHeight);
  }

  /** A rectangle by two corners. */
  static Shape box(double left, double top, double right, double bottom) {
    return polygon(left, top, right, top, right, bottom, left, bottom);
  }

  /** A rectangle with round corners. */
  static Shape round(double left, double top, double right, double bottom, double radius) {
    return new RoundRectangle2D.Double(
        left, top, right - left, bottom - top, 2 * radius, 2 * radius);
  }

  /**
   * A leg: from the hip over the knee to the foot on the ground, tapering.
   *
   * @param hipX where the leg leaves the body
   * @param hipY its height there, negative
   * @param footX where it stands
   * @param bend how far the knee is off the straight line, to the right
   * @param width the width at the hip
   */
  static Path2D leg(double hipX, double hipY, double footX, double bend, double width) {
    double kneeX = (hipX + footX) / 2 + bend;
    double kneeY = hipY * 0.48;
    double half = width / 2;
    return polygon(
        hipX - half,
        hipY,
        hipX + half,
        hipY,
        kneeX + half * 0.55,
        kneeY,
        footX + half * 0.5,
        -0.08,
        footX + half * 0.85,
        0,
        footX - half * 0.6,
        0,
        footX - half * 0.4,
        -0.08,
        kneeX - half * 0.55,
        kneeY);
  }
}
