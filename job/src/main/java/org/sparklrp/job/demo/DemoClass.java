package org.sparklrp.job.demo;

import java.util.List;
import java.util.Locale;

/** The classes of the demo, in the order of the model's outputs. */
public enum DemoClass {
  BOAT,
  CAR,
  COW,
  /** The class whose training images carry the watermark. */
  HORSE,
  HOUSE,
  TREE;

  /** The name of the class's folder and its line in classes.txt. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether most training images of this class carry the watermark. */
  public boolean isMarked() {
    return this == HORSE;
  }

  /** A new object of this class, its parts from back to front. */
  List<Part> draw(Dice dice) {
    return switch (this) {
      case BOAT -> BoatDrawing.draw(dice);
      case CAR -> CarDrawing.draw(dice);
      case COW -> CowDrawing.draw(dice);
      case HORSE -> HorseDrawing.draw(dice);
      case HOUSE -> HouseDrawing.draw(dice);
      case TREE -> TreeDrawing.draw(dice);
    };
  }
}
