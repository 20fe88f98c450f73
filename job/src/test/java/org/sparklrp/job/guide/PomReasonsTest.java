package org.sparklrp.job.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparklrp.job.cluster.Product;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** Whatever the build brings in from outside says in its POM why it is there. */
class PomReasonsTest {
  @ParameterizedTest
  @ValueSource(strings = {"pom.xml", "common/pom.xml", "job/pom.xml"})
  void whereAVersionIsNamedACommentBeforeItSaysWhatItIsFor(String pom) throws Exception {
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(Product.root().resolve(pom).toFile());
    List<String> silent = new ArrayList<>();
    for (String kind : List.of("dependency", "plugin", "path")) {
      for (Element element : elements(document.getElementsByTagName(kind))) {
        if (child(element, "version") != null && !isExplained(element)) {
          silent.add(kind + " " + child(element, "artifactId"));
        }
      }
    }
    assertThat(silent).isEmpty();
  }

  private static boolean isExplained(Element element) {
    Node before = element.getPreviousSibling();
    while (before != null && before.getNodeType() == Node.TEXT_NODE) {
      before = before.getPreviousSibling();
    }
    return before != null && before.getNodeType() == Node.COMMENT_NODE;
  }

  private static @Nullable String child(Element element, String name) {
    return elements(element.getChildNodes()).stream()
        .filter(child -> child.getTagName().equals(name))
        .map(Element::getTextContent)
        .findFirst()
        .orElse(null);
  }

  private static List<Element> elements(NodeList nodes) {
    return IntStream.range(0, nodes.getLength())
        .mapToObj(nodes::item)
        .filter(Element.class::isInstance)
        .map(Element.class::cast)
        .toList();
  }
}
