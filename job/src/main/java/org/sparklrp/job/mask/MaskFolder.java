package org.sparklrp.job.mask;

import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.files.FileTask;
import org.sparklrp.job.files.HadoopPath;

/**
 * Where the masks of one region lie: below {@code folder} as the images lie below their root, as
 * PNG. White (128 and above) is inside.
 *
 * @param region the region's name
 * @param folder its Hadoop path
 */
public record MaskFolder(String region, String folder) implements Serializable {
  private static final String REMEDY = "name the folder whose files lie as the images do";

  /**
   * Reads {@code NAME=FOLDER}.
   *
   * @throws UserException where the text is not of this form
   */
  public static MaskFolder parse(String text) {
    int equals = text.indexOf('=');
    if (equals < 1 || equals == text.length() - 1) {
      throw new UserException(
          "Cannot read --masks: it is not of the form NAME=FOLDER (%s); write for example object=masks/object"
              .formatted(text));
    }
    return new MaskFolder(text.substring(0, equals), text.substring(equals + 1));
  }

  /**
   * The mask of an image.
   *
   * @param imageId the image's path below its root
   */
  public String file(String imageId) {
    int name = imageId.lastIndexOf('/') + 1;
    int dot = imageId.lastIndexOf('.');
    return folder + "/" + (dot > name ? imageId.substring(0, dot) : imageId) + ".png";
  }

  /**
   * Checks that the folder is there.
   *
   * @throws UserException where it is not
   */
  public void check(Configuration configuration) {
    String what = "read the masks of " + region;
    if (!new FileTask(what, REMEDY).run(folder, configuration, HadoopPath::isFolder)) {
      throw new UserException(
          "Cannot %s: there is no such folder (%s); %s".formatted(what, folder, REMEDY));
    }
  }
}
