package org.sparklrp.job.demo;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.util.List;
import java.util.function.Consumer;

/** One object in one place, seen by one camera: drawn with or without the object and the mark. */
final class Scene {
  final Picture backdrop = new Picture();
  private final Consumer<Graphics2D> object;
  final Camera camera;
  private final Consumer<Graphics2D> watermark;

  Scene(DemoClass label, Dice dice) {
    double horizon = dice.between(24, 38);
    double size = dice.between(16, 24);
    double x = dice.between(27, 37);
    double standing = Math.max(horizon + 6, dice.between(46, 57));
    Backdrop place = dice.pick(Backdrop.values());
    backdrop.draw(graphics -> place.paint(graphics, horizon, dice));
    Texture texture = new Texture(dice);
    texture.lay(backdrop, 0, (int) horizon, 24, 14, dice.between(4, 14));
    texture.lay(backdrop, (int) horizon, Picture.SIDE, 7, 3, dice.between(10, 26));
    backdrop.draw(
        graphics -> Backdrop.glow(graphics, x, standing, size * 1.15, 0.16, Color.BLACK, 0.5));
    List<Part> parts = label.draw(dice);
    AffineTransform placing = placing(x, standing, size, dice);
    object =
        graphics -> {
          graphics.transform(placing);
          for (Part part : parts) {
            graphics.setPaint(part.paint());
            graphics.fill(part.shape());
          }
        };
    camera = new Camera(dice);
    watermark = Watermark.draw(dice);
  }

  /** Moves, scales, leans a little and mirrors half of the objects. */
  private static AffineTransform placing(double x, double standing, double size, Dice dice) {
    double angle = dice.between(-0.08, 0.08);
    double sine = StrictMath.sin(angle);
    double cosine = StrictMath.cos(angle);
    double width = size * dice.between(0.92, 1.08) * (dice.chance(0.5) ? -1 : 1);
    return new AffineTransform(
        width * cosine, width * sine, -size * sine, size * cosine, x, standing);
  }

  /** The image with its masks. */
  DemoImage shoot(String name, DemoClass label, boolean watermarked) {
    Picture picture = backdrop.copy();
    boolean[] objectMask = picture.draw(object);
    camera.expose(picture);
    boolean[] watermarkMask =
        watermarked ? picture.draw(watermark) : new boolean[Picture.SIDE * Picture.SIDE];
    return new DemoImage(name, label, watermarked, picture.develop(), objectMask, watermarkMask);
  }
}
