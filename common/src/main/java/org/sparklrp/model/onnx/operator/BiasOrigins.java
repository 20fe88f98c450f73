package org.sparklrp.model.onnx.operator;

import java.util.List;
import java.util.regex.Pattern;
import org.sparklrp.model.Layer;
import org.sparklrp.model.Layer.BiasOrigin;
import org.sparklrp.model.Tensor;

/**
 * Tells where the bias of a linear layer comes from. A file in which the exporter already folded
 * the normalisations no longer says which convolutions had a bias before; they are taken to have
 * had none, as is usual in front of a normalisation.
 */
public final class BiasOrigins {
  /**
   * What PyTorch's exporter calls constants that it computed itself, in place of a parameter's own
   * name.
   */
  private static final Pattern COMPUTED_BY_EXPORTER = Pattern.compile("onnx::Conv_\\d+");

  private BiasOrigins() {}

  /** The origin of a convolution's bias, from the names of the node's inputs. */
  static BiasOrigin ofExported(List<String> inputs) {
    boolean computed =
        inputs.size() > 2
            && COMPUTED_BY_EXPORTER.matcher(inputs.get(1)).matches()
            && COMPUTED_BY_EXPORTER.matcher(inputs.get(2)).matches();
    return computed ? BiasOrigin.NORMALIZATION : BiasOrigin.OWN;
  }

  /**
   * The origin of the bias once an affine layer behind is folded in. A shift alone is a bias
   * written apart.
   */
  public static BiasOrigin behind(Tensor bias, BiasOrigin before, Layer.Affine affine) {
    boolean scales = false;
    for (float scale : affine.scale().values()) {
      scales |= scale != 1;
    }
    return bias.isZero() && scales ? BiasOrigin.NORMALIZATION : before;
  }
}
