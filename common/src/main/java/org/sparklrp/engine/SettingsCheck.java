package org.sparklrp.engine;

import java.util.List;
import org.sparklrp.config.LayerWishes;
import org.sparklrp.config.MethodConfig;
import org.sparklrp.engine.pass.ChannelMask;
import org.sparklrp.engine.request.MethodSettings;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.rule.LayerNames;

/** Checks that all that a method names exists in a network: before any image is read. */
final class SettingsCheck {
  private SettingsCheck() {}

  /**
   * Checks everything that is told of a method against a network.
   *
   * @throws org.sparklrp.fault.UserException when a rule, a condition or a wish fits no layer, or
   *     the baseline does not fit the input
   */
  static void check(LayerGraph graph, MethodSettings settings, LayerWishes wishes) {
    settings.plan(graph);
    checkNames(graph, settings, wishes);
    if (settings.method().name() == MethodConfig.Name.GRAD_CAM) {
      LayerNames.ofPlanes(settings.method().parameters().layer(), graph);
    }
    List<Integer> shape = graph.inputShape();
    int channels = shape.size() > 2 ? shape.get(1) : 1;
    settings.method().parameters().baseline().perChannel(channels, settings.method().pixels());
  }

  /**
   * Checks the layers and channels that conditions and wishes name.
   *
   * @throws org.sparklrp.fault.UserException when one does not exist
   */
  static void checkNames(LayerGraph graph, MethodSettings settings, LayerWishes wishes) {
    ChannelMask.check(graph, settings.method().conditions());
    wishes.concepts().forEach(glob -> LayerNames.find(glob, graph, "concepts"));
  }
}
