package org.sparklrp.config.key;

import com.typesafe.config.ConfigObject;
import java.util.List;
import org.sparklrp.config.hocon.Problems;

/** Checks the feature channels of a training, whose fields only those know who train them. */
public interface ChannelCheck {
  /**
   * Notes every problem of the channels.
   *
   * @param channels a section each
   * @param imageChannels colour channels of the images, 1 or 3
   */
  void check(List<ConfigObject> channels, int imageChannels, Problems problems);
}
