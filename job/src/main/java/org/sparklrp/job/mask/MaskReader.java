package org.sparklrp.job.mask;

import java.awt.image.BufferedImage;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.sparklrp.image.DecodedImage;
import org.sparklrp.image.ImageDecoder;
import org.sparklrp.image.ImageException;
import org.sparklrp.image.Preprocessing;
import org.sparklrp.job.files.HadoopPath;

/**
 * Reads the masks of one region, resized and cropped as the images were. Keeps the last one: the
 * rows of an image's targets follow each other.
 */
public final class MaskReader {
  private static final long LARGEST_FILE = 256L << 20;

  private final MaskFolder folder;
  private final Preprocessing preprocessing;
  private final ImageDecoder decoder;
  private final Configuration configuration;
  private String lastImage = "";
  private Mask last = new Mask.Unknown("");

  /**
   * A reader of one region.
   *
   * @param maxPixels masks with more are refused
   */
  public MaskReader(
      MaskFolder folder, Preprocessing preprocessing, long maxPixels, Configuration configuration) {
    this.folder = folder;
    this.preprocessing = preprocessing;
    this.decoder = new ImageDecoder(maxPixels);
    this.configuration = configuration;
  }

  /** Where the masks lie. */
  public MaskFolder folder() {
    return folder;
  }

  /** The mask of an image. */
  public Mask read(String imageId) {
    if (!imageId.equals(lastImage)) {
      last = readFile(folder.file(imageId));
      lastImage = imageId;
    }
    return last;
  }

  private Mask readFile(String file) {
    try {
      DecodedImage decoded =
          decoder.decode(HadoopPath.open(file, configuration).read(LARGEST_FILE));
      BufferedImage shown = preprocessing.displayed(decoded);
      return new Mask.Known(decoded.height(), decoded.width(), Mask.white(shown));
    } catch (FileNotFoundException e) {
      return new Mask.Unknown("There is no such file");
    } catch (IOException | ImageException | IllegalArgumentException e) {
      return new Mask.Unknown(String.valueOf(e.getMessage()));
    }
  }
}
