package org.sparklrp.image;

import com.luciad.imageio.webp.WebPImageReaderSpi;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/**
 * The decoders that are used, whatever plug-ins the class path of an executor adds: two executors
 * must not decode one file differently. They are the JDK's own, and libwebp for the one format that
 * the JDK does not know, by its class and not by what is registered. The JDK's are looked up once,
 * for the registry sorts all providers at every look-up.
 */
final class FixedReaders {
  private static final Map<ImageFormat, ImageReaderSpi> PROVIDERS = providers();

  private FixedReaders() {}

  /** A new decoder of a format; the caller disposes of it. */
  static ImageReader create(ImageFormat format) throws IOException {
    if (format == ImageFormat.WEBP) {
      return Libwebp.create();
    }
    ImageReaderSpi provider = PROVIDERS.get(format);
    if (provider == null) {
      throw new IOException("this Java runtime has no decoder for " + format);
    }
    return provider.createReaderInstance();
  }

  /** Loaded when it is needed: other formats do without the library. */
  private static final class Libwebp {
    private static final ImageReaderSpi PROVIDER = new WebPImageReaderSpi();

    private Libwebp() {}

    /** Loads native code the first time, which two threads should not do at once. */
    static synchronized ImageReader create() throws IOException {
      return PROVIDER.createReaderInstance();
    }
  }

  private static Map<ImageFormat, ImageReaderSpi> providers() {
    Map<ImageFormat, ImageReaderSpi> providers = new EnumMap<>(ImageFormat.class);
    Iterator<ImageReaderSpi> registered =
        IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, false);
    while (registered.hasNext()) {
      ImageReaderSpi provider = registered.next();
      Set<String> names = Set.of(provider.getFormatNames());
      for (ImageFormat format : ImageFormat.values()) {
        if (provider.getClass().getModule() == ImageReader.class.getModule()
            && names.contains(format.readerName())) {
          providers.put(format, provider);
        }
      }
    }
    return providers;
  }
}
