package org.sparklrp.engine.method;

import org.sparklrp.engine.ledger.Account;
import org.sparklrp.engine.memory.WorkingPrecision;
import org.sparklrp.engine.request.MethodSettings;

/** The image without content, once per image of a batch. */
final class BaselineImage {
  private BaselineImage() {}

  /** N x C x H x W values. */
  static float[] of(BatchRun run) {
    MethodSettings settings = run.settings();
    int[] geometry = run.geometry();
    float[] channels =
        WorkingPrecision.widen(
            settings
                .method()
                .parameters()
                .baseline()
                .perChannel(geometry[0], settings.method().pixels()));
    return filled(run, channels);
  }

  /** Images with one value per channel. */
  static float[] filled(BatchRun run, float[] channels) {
    int area = run.images().imageSize() / channels.length;
    float[] images = new float[run.images().pixels().length];
    for (int i = 0; i < images.length; i++) {
      images[i] = channels[i / area % channels.length];
    }
    return images;
  }

  /** An account in which the score of another input stands where biases are booked. */
  static Account account(BatchRun run, int slot, float[] logits) {
    Account account = new Account(run.images().count());
    for (int image = 0; image < run.images().count(); image++) {
      if (run.images().has(slot, image)) {
        account.absorbBias(image, run.images().score(slot, image, logits));
      }
    }
    return account;
  }
}
