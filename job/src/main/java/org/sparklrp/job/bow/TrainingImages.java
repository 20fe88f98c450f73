package org.sparklrp.job.bow;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sparklrp.fault.UserException;
import org.sparklrp.relevance.ClassNames;

/**
 * Which labelled images a model is trained on, and which it is measured on.
 *
 * @param classes the classes, in alphabetical order
 * @param training the class of every image that words are found from
 * @param classified the class of every image the classifier is trained on: all of {@code training},
 *     or some where they are too many
 * @param heldOut the class of every image the model is measured on
 */
record TrainingImages(
    ClassNames classes,
    SortedMap<String, Integer> training,
    SortedMap<String, Integer> classified,
    SortedMap<String, Integer> heldOut) {

  /**
   * Deals images to training and test.
   *
   * @param labels the label of every image by its key
   * @param holdout the share of every class that is held out, at least one image of a class of
   *     three and never so many that fewer than two are left
   * @param maxImages the most images the classifier is trained on
   * @param seed decides which
   * @throws UserException when a class has one image
   */
  static TrainingImages deal(Map<String, String> labels, double holdout, int maxImages, long seed) {
    List<String> names = labels.values().stream().distinct().sorted().toList();
    ClassNames classes = new ClassNames(names);
    List<List<String>> shuffled = shuffled(labels, names, new Random(seed));
    SortedMap<String, Integer> training = new TreeMap<>();
    SortedMap<String, Integer> heldOut = new TreeMap<>();
    List<List<String>> left = new ArrayList<>();
    for (int c = 0; c < shuffled.size(); c++) {
      List<String> members = shuffled.get(c);
      if (members.size() < 2) {
        throw new UserException(
            String.format(
                Locale.ROOT,
                "Cannot train class %s: it has too few usable training images (%d); give it at least 2 or leave the class out",
                names.get(c),
                members.size()));
      }
      int held = (int) Math.min(Math.round(holdout * members.size()), members.size() - 2L);
      int first = Math.max(0, held);
      for (int i = 0; i < members.size(); i++) {
        (i < first ? heldOut : training).put(members.get(i), c);
      }
      left.add(members.subList(first, members.size()));
    }
    return new TrainingImages(classes, training, evenly(left, maxImages), heldOut);
  }

  /** The same images for training, others to measure on. */
  TrainingImages measuredOn(Map<String, String> labels) {
    SortedMap<String, Integer> test = new TreeMap<>();
    labels.forEach(
        (imageId, label) -> {
          int index = classes.names().indexOf(label);
          if (index < 0) {
            throw new UserException(
                "Cannot measure on bow.test-path: class %s has no training images (%s); leave the folder out or add images of it to input.path"
                    .formatted(label, imageId));
          }
          test.put(imageId, index);
        });
    return new TrainingImages(classes, training, classified, test);
  }

  private static List<List<String>> shuffled(
      Map<String, String> labels, List<String> names, Random random) {
    List<List<String>> members = new ArrayList<>();
    for (String name : names) {
      List<String> ofClass = new ArrayList<>();
      new TreeMap<>(labels)
          .forEach(
              (imageId, label) -> {
                if (label.equals(name)) {
                  ofClass.add(imageId);
                }
              });
      Collections.shuffle(ofClass, random);
      members.add(ofClass);
    }
    return members;
  }

  /** As many images of every class as there is room for. */
  private static SortedMap<String, Integer> evenly(List<List<String>> members, int most) {
    SortedMap<String, Integer> chosen = new TreeMap<>();
    boolean more = true;
    for (int round = 0; more && chosen.size() < most; round++) {
      more = false;
      for (int c = 0; c < members.size() && chosen.size() < most; c++) {
        if (round < members.get(c).size()) {
          chosen.put(members.get(c).get(round), c);
          more = true;
        }
      }
    }
    return chosen;
  }
}
