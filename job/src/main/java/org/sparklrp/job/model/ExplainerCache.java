package org.sparklrp.job.model;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sparklrp.config.ExplainerSpec;
import org.sparklrp.job.run.JvmMetrics;
import org.sparklrp.relevance.Explainer;

/**
 * The explainers of this JVM: one per model and recipe, shared by all its tasks. The tasks that
 * come while one is being built wait for it. An explainer that nobody uses stays open until another
 * is asked for, so that the next task or job finds it.
 */
public final class ExplainerCache {
  private static final Logger LOG = LoggerFactory.getLogger(ExplainerCache.class);
  private static final Map<Key, Entry> ENTRIES = new HashMap<>();
  private static int opened;

  static {
    JvmMetrics.gauge("forward_passes", () -> usage().forwardPasses());
    JvmMetrics.gauge("native_bytes", () -> usage().nativeBytes());
  }

  private ExplainerCache() {}

  /**
   * What makes two explainers the same.
   *
   * @param modelSha256 the model file's hash
   * @param spec the recipe
   */
  record Key(String modelSha256, ExplainerSpec spec) {}

  /** A task's share of an explainer; closing it does not close the explainer. */
  public static final class Lease implements AutoCloseable {
    private final Entry entry;
    private boolean closed;

    private Lease(Entry entry) {
      this.entry = entry;
    }

    public Explainer explainer() {
      return entry.explainer;
    }

    /**
     * How long batches ran forward that no task of this JVM has counted yet, in nanoseconds: of the
     * tasks that share an explainer each counts what it finds, and all together everything once.
     */
    public long countForward() {
      long all = entry.explainer.usage().forwardNanoseconds();
      return all - entry.counted.getAndSet(all);
    }

    @Override
    public void close() {
      release(this);
    }
  }

  private static final class Entry {
    private final Explainer explainer;
    private final AtomicLong counted = new AtomicLong();
    private int users;

    private Entry(Explainer explainer) {
      this.explainer = explainer;
    }
  }

  /** The explainer of this key, built by {@code open} if this JVM has none. */
  static synchronized Lease lease(Key key, Supplier<Explainer> open) {
    JvmMetrics.register();
    Entry entry = ENTRIES.get(key);
    if (entry == null) {
      closeUnused();
      long start = System.nanoTime();
      entry = new Entry(open.get());
      ENTRIES.put(key, entry);
      opened++;
      LOG.info(
          "Opened model {} in {} ms; models opened in this JVM: {}",
          key.modelSha256().substring(0, Math.min(12, key.modelSha256().length())),
          (System.nanoTime() - start) / 1_000_000,
          opened);
    }
    entry.users++;
    return new Lease(entry);
  }

  /** How many explainers this JVM has built. */
  public static synchronized int opened() {
    return opened;
  }

  /** What the explainers of this JVM that are open now have done and hold. */
  public static synchronized Explainer.Usage usage() {
    long passes = 0;
    long nanoseconds = 0;
    long bytes = 0;
    for (Entry entry : ENTRIES.values()) {
      Explainer.Usage usage = entry.explainer.usage();
      passes += usage.forwardPasses();
      nanoseconds += usage.forwardNanoseconds();
      bytes += usage.nativeBytes();
    }
    return new Explainer.Usage(passes, nanoseconds, bytes);
  }

  private static synchronized void release(Lease lease) {
    if (!lease.closed) {
      lease.closed = true;
      lease.entry.users--;
    }
  }

  private static void closeUnused() {
    Iterator<Entry> entries = ENTRIES.values().iterator();
    while (entries.hasNext()) {
      Entry entry = entries.next();
      if (entry.users == 0) {
        entries.remove();
        entry.explainer.close();
      }
    }
  }
}
