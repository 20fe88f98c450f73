package org.sparklrp.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LettersTest {
  @Test
  void everyPrintableCharacterHasAShapeOfItsOwn() {
    BufferedImage box = drawn("\u4e2d");
    for (char character = '!'; character <= '~'; character++) {
      assertThat(ink(drawn(String.valueOf(character)))).as("%s", character).isPositive();
      assertThat(isEqual(drawn(String.valueOf(character)), box)).as("%s", character).isFalse();
    }
    assertThat(ink(drawn(" "))).isZero();
  }

  @Test
  void accentsAreDroppedAndUnknownCharactersShowAsABox() {
    assertThat(isEqual(drawn("Größe"), drawn("Gro\u4e2de"))).isTrue();
    assertThat(ink(drawn("\u4e2d"))).isPositive();
  }

  @Test
  void widthsAddUp() {
    assertThat(Letters.SMALL.width("cat 7.21"))
        .isEqualTo(Letters.SMALL.width("cat") + Letters.SMALL.width(" 7.21"));
    assertThat(Letters.LARGE.width("cat")).isGreaterThan(Letters.SMALL.width("cat"));
  }

  @Test
  void whatIsTooLongIsCut() {
    String path = "hdfs:///photos/test/cat/0003.jpg";
    int room = Letters.SMALL.width("\u2026/cat/0003.jpg");
    assertThat(Letters.SMALL.fitEnd(path, room)).isEqualTo("\u2026/cat/0003.jpg");
    assertThat(Letters.SMALL.fitStart("tiger shark", Letters.SMALL.width("tiger\u2026")))
        .isEqualTo("tiger\u2026");
    assertThat(Letters.SMALL.fitEnd("cat", 1000)).isEqualTo("cat");
    assertThat(Letters.SMALL.fitEnd("cat", -5)).isEqualTo("\u2026");
    assertThat(Letters.SMALL.fitStart("cat", -5)).isEqualTo("\u2026");
  }

  @Test
  void drawingNeedsNeitherFontsNorGraphicsContexts() {
    JavaClasses classes = new ClassFileImporter().importPackages("org.sparklrp.render");
    ArchRuleDefinition.noClasses()
        .that()
        .resideInAPackage("org.sparklrp.render")
        .and()
        .haveSimpleNameNotEndingWith("Test")
        .should()
        .dependOnClassesThat()
        .haveNameMatching("java\\.awt\\.(Font|Graphics|font|Toolkit).*")
        .check(classes);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "7.21349, 7.213",
    "-0.0123456, -0.01235",
    "99.996, 100.00",
    "1234.56, 1235",
    "98765.4, 98765",
    "123456, 1.23e+05",
    "-0.0000123, -1.23e-05",
    "NaN, NaN"
  })
  void numbersHaveFourSignificantDigits(double value, String text) {
    assertThat(Caption.number(value)).isEqualTo(text);
  }

  private static BufferedImage drawn(String text) {
    Canvas canvas = new Canvas(20, 60);
    Letters.SMALL.draw(canvas, 1, 1, text, 0x000000);
    return canvas.toImage();
  }

  private static int ink(BufferedImage image) {
    int ink = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        ink += 255 - (image.getRGB(x, y) & 0xff);
      }
    }
    return ink;
  }

  private static boolean isEqual(BufferedImage first, BufferedImage second) {
    for (int y = 0; y < first.getHeight(); y++) {
      for (int x = 0; x < first.getWidth(); x++) {
        if (first.getRGB(x, y) != second.getRGB(x, y)) {
          return false;
        }
      }
    }
    return true;
  }
}
