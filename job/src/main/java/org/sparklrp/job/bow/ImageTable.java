package org.sparklrp.job.bow;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sparklrp.bow.model.ModelFiles;

/**
 * What became of each labelled image in a training: the table {@code images.csv} with the columns
 * uri, class and use, which is {@code words} (of the vocabulary), {@code words+classifier} or
 * {@code held-out}. An explanation of images that were not held out can then say so.
 *
 * @param images who took part
 * @param uris where the images of the input lie, by key
 * @param testUris where those lie that were held out
 */
record ImageTable(TrainingImages images, Map<String, String> uris, Map<String, String> testUris) {

  /** The table, in the order of the places. */
  byte[] csv() {
    SortedMap<String, String> lines = new TreeMap<>();
    images.heldOut().forEach((id, label) -> add(lines, testUris, id, label, ModelFiles.HELD_OUT));
    images.training().forEach((id, label) -> add(lines, uris, id, label, "words"));
    images.classified().forEach((id, label) -> add(lines, uris, id, label, "words+classifier"));
    StringBuilder text = new StringBuilder("uri,class,use\n");
    lines.values().forEach(line -> text.append(line).append('\n'));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void add(
      Map<String, String> lines, Map<String, String> places, String id, int label, String use) {
    String uri = places.getOrDefault(id, id);
    lines.put(uri, quoted(uri) + "," + quoted(images.classes().name(label)) + "," + use);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }
}
