package org.sparklrp.job.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.api.InitContext;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** Reads rows of local features from Parquet without boxing; lists of lists are put together. */
final class FeatureReadSupport extends ReadSupport<FeatureRow> {
  static final String IMAGE_ID = "image_id";
  private static final String CHANNEL = "channel";
  private static final String AREAS = "areas";
  private static final String VALUES = "values";

  /** The columns a table must have. */
  static final List<String> REQUIRED = List.of(IMAGE_ID, AREAS, VALUES);

  @Override
  public ReadContext init(InitContext context) {
    List<Type> wanted = new ArrayList<>();
    for (Type column : context.getFileSchema().getFields()) {
      if (REQUIRED.contains(column.getName()) || column.getName().equals(CHANNEL)) {
        wanted.add(column);
      }
    }
    return new ReadContext(new MessageType("features", wanted));
  }

  @Override
  @SuppressWarnings("deprecation") // abstract above: there is no other way yet
  public RecordMaterializer<FeatureRow> prepareForRead(
      Configuration configuration,
      Map<String, String> notes,
      MessageType fileSchema,
      ReadContext context) {
    return new Rows(context.getRequestedSchema());
  }

  /** Makes rows of what converters have taken. */
  private static final class Rows extends RecordMaterializer<FeatureRow> {
    private final Words image = new Words();
    private final Words channel = new Words();
    private final Numbers areas = new Numbers();
    private final Numbers values = new Numbers();
    private final GroupConverter root;

    Rows(MessageType schema) {
      root =
          new GroupConverter() {
            @Override
            public Converter getConverter(int field) {
              Type column = schema.getType(field);
              return switch (column.getName()) {
                case AREAS -> within(column, areas);
                case VALUES -> within(column, values);
                case CHANNEL -> channel;
                default -> image;
              };
            }

            @Override
            public void start() {
              channel.word = "";
              areas.count = 0;
              values.count = 0;
            }

            @Override
            public void end() {
              // The row is made when it is asked for.
            }
          };
    }

    @Override
    public FeatureRow getCurrentRecord() {
      return new FeatureRow(channel.word, areas.taken(), values.taken());
    }

    @Override
    public GroupConverter getRootConverter() {
      return root;
    }

    private static Converter within(Type type, Numbers numbers) {
      return type.isPrimitive() ? numbers : new Wrapped(type.asGroupType(), numbers);
    }

    /** The groups that Parquet wraps the elements of lists in. */
    private static final class Wrapped extends GroupConverter {
      private final Converter inner;

      Wrapped(GroupType type, Numbers numbers) {
        this.inner = within(type.getType(0), numbers);
      }

      @Override
      public Converter getConverter(int field) {
        return inner;
      }

      @Override
      public void start() {
        // All elements go to one array.
      }

      @Override
      public void end() {
        // All elements go to one array.
      }
    }
  }

  private static final class Words extends PrimitiveConverter {
    private String word = "";

    @Override
    public void addBinary(Binary value) {
      word = value.toStringUsingUTF8();
    }
  }

  private static final class Numbers extends PrimitiveConverter {
    private double[] numbers = new double[1024];
    private int count;

    @Override
    public void addDouble(double value) {
      if (count == numbers.length) {
        numbers = Arrays.copyOf(numbers, 2 * count);
      }
      numbers[count++] = value;
    }

    @Override
    public void addFloat(float value) {
      addDouble(value);
    }

    @Override
    public void addInt(int value) {
      addDouble(value);
    }

    @Override
    public void addLong(long value) {
      addDouble((double) value);
    }

    double[] taken() {
      return Arrays.copyOf(numbers, count);
    }
  }
}
