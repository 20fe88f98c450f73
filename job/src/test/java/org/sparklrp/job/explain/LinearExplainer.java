package org.sparklrp.job.explain;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.sparklrp.config.ExplainerSpec;
import org.sparklrp.fault.UserException;
import org.sparklrp.image.ImageBatch;
import org.sparklrp.image.ImageInput;
import org.sparklrp.image.Stage;
import org.sparklrp.job.model.ExplainerFactory;
import org.sparklrp.model.Head;
import org.sparklrp.model.onnx.file.OnnxFile;
import org.sparklrp.relevance.ClassNames;
import org.sparklrp.relevance.Explainer;
import org.sparklrp.relevance.Ledger;
import org.sparklrp.relevance.Outcome;
import org.sparklrp.relevance.RelevanceMap;
import org.sparklrp.relevance.Target;
import org.sparklrp.relevance.TargetExplanation;
import org.sparklrp.relevance.TargetSelector;

/**
 * A real explainer, small enough to know every number: logit k is w_k . x, and the relevance of x_i
 * is w_ki x_i, so that relevances add up to the logit. Its model file is one line of text: {@code
 * linear CLASSES CHANNELS HEIGHT WIDTH SEED}.
 */
final class LinearExplainer implements Explainer {
  private final ExplainerSpec spec;
  private final Model model;

  /** The line of a model file, read. */
  record Model(int classes, List<Integer> inputShape, long seed)
      implements ExplainerFactory.Network {
    static Model parse(ByteBuffer file, String origin) {
      String[] words =
          StandardCharsets.UTF_8.decode(file.duplicate()).toString().strip().split(" ", -1);
      if (words.length != 6 || !words[0].equals("linear")) {
        throw new UserException("Cannot read %s: it is no linear model".formatted(origin));
      }
      return new Model(
          Integer.parseInt(words[1]),
          List.of(
              Integer.parseInt(words[2]), Integer.parseInt(words[3]), Integer.parseInt(words[4])),
          Long.parseLong(words[5]));
    }

    @Override
    public int classes(List<Integer> images) {
      return classes;
    }

    @Override
    public Explainer open(ExplainerSpec.LrpSpec spec) {
      return new LinearExplainer(spec, this);
    }

    /** The weights of one class for images of {@code size} values. */
    float[] weights(int index, int size) {
      Random random = new Random(seed + index);
      float[] weights = new float[size];
      for (int i = 0; i < size; i++) {
        weights[i] = random.nextFloat() - 0.5f;
      }
      return weights;
    }

    float[] relevance(int index, float[] pixels) {
      float[] relevance = weights(index, pixels.length);
      for (int i = 0; i < pixels.length; i++) {
        relevance[i] *= pixels[i];
      }
      return relevance;
    }
  }

  /** Opens linear models. */
  static final class Factory implements ExplainerFactory {
    private static final long serialVersionUID = 1L;

    @Override
    public Network read(OnnxFile model, Head head) {
      return Model.parse(model.bytes(), model.origin());
    }

    @Override
    public Explainer open(ExplainerSpec spec, OnnxFile model) {
      return new LinearExplainer(spec, Model.parse(model.bytes(), model.origin()));
    }
  }

  private LinearExplainer(ExplainerSpec spec, Model model) {
    this.spec = spec;
    this.model = model;
  }

  @Override
  public List<Outcome> explain(ImageBatch batch) {
    return batch.images().stream().map(this::explain).toList();
  }

  @Override
  public List<float[]> logits(ImageBatch batch) {
    return batch.images().stream().map(image -> logits(image.pixels().values())).toList();
  }

  private float[] logits(float[] pixels) {
    float[] logits = new float[model.classes()];
    for (int index = 0; index < logits.length; index++) {
      logits[index] = (float) sum(model.relevance(index, pixels));
    }
    return logits;
  }

  private Outcome explain(ImageInput image) {
    float[] pixels = image.pixels().values();
    float[] logits = logits(pixels);
    List<TargetExplanation> explanations = new ArrayList<>();
    for (Target target : TargetSelector.selectAll(spec.targets(), logits, label(image))) {
      float[] relevance = model.relevance(target.index(), pixels);
      if (target.contrast() != null) {
        float[] other = model.relevance(target.contrast(), pixels);
        for (int i = 0; i < relevance.length; i++) {
          relevance[i] -= other[i];
        }
      }
      explanations.add(
          new TargetExplanation(
              target,
              1.0 / logits.length,
              new Ledger(target.score(logits), sum(relevance), 0, 0, 0),
              new RelevanceMap(
                  image.pixels().channels(),
                  image.pixels().height(),
                  image.pixels().width(),
                  relevance)));
    }
    if (explanations.isEmpty()) {
      return new Outcome.Failed(image.imageId(), Stage.EXPLAIN, "No target applies");
    }
    return new Outcome.Explained(image.imageId(), TargetSelector.argmax(logits), explanations);
  }

  private @Nullable Integer label(ImageInput image) {
    String label = image.label();
    OptionalInt index = label == null ? OptionalInt.empty() : spec.classes().find(label);
    return index.isPresent() ? (Integer) index.getAsInt() : null;
  }

  static double sum(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }

  @Override
  public ClassNames classes() {
    return spec.classes();
  }

  @Override
  public void close() {}
}
