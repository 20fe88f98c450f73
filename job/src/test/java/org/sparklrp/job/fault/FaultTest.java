package org.sparklrp.job.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.protocol.DSQuotaExceededException;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.security.AccessControlException;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparklrp.fault.EnvironmentException;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.LocalSpark;

/** What real calls throw, alone, from a task of Spark's, and as text from another JVM. */
class FaultTest {

  /** A call that fails; it travels to tasks. */
  interface Failing extends Function<Integer, Integer> {
    void run() throws Exception;

    @Override
    default Integer call(Integer number) throws Exception {
      run();
      return number;
    }
  }

  private static Arguments row(String name, Failing call, Whose whose, String words) {
    return Arguments.of(name, call, whose, words);
  }

  static Stream<Arguments> troubles() {
    return Stream.of(
        row(
            "a full disk",
            () -> fill("/dev/full"),
            Whose.ENVIRONMENT,
            "a disk is full (No space left on device); make room"),
        row(
            "a full disk under Hadoop",
            () -> fillByHadoop("/dev/full"),
            Whose.ENVIRONMENT,
            "a disk is full (No space left on device); make room"),
        row(
            "a used-up quota of HDFS",
            () -> {
              throw new DSQuotaExceededException(10, 20);
            },
            Whose.ENVIRONMENT,
            "a disk is full (The DiskSpace quota"),
        row(
            "a closed port",
            () -> new Socket(InetAddress.getLoopbackAddress(), 1).close(),
            Whose.ENVIRONMENT,
            "no answer comes over the network (Connection refused); see that the host is up"),
        row(
            "a closed port under HDFS",
            () -> exists("hdfs://127.0.0.1:1/model.onnx"),
            Whose.ENVIRONMENT,
            "no answer comes over the network (Connection refused)"),
        row(
            "a host that is not known",
            () -> InetAddress.getAllByName("no-such-host.invalid"),
            Whose.ENVIRONMENT,
            "a host is not known (no-such-host.invalid"),
        row(
            "a host that is not known, under HDFS",
            () -> exists("hdfs://no-such-host.invalid:8020/model.onnx"),
            Whose.ENVIRONMENT,
            "a host is not known (no-such-host.invalid"),
        row(
            "a name node in safe mode",
            () -> {
              throw new RemoteException(
                  "org.apache.hadoop.hdfs.server.namenode.SafeModeException",
                  "Cannot create file/x. Name node is in safe mode.");
            },
            Whose.ENVIRONMENT,
            "the storage fails (Cannot create file/x. Name node is in safe mode.)"),
        row(
            "S3 that is too busy",
            () -> {
              throw new IOException("Please slow down (Service: S3, Status Code: 503, ...)");
            },
            Whose.ENVIRONMENT,
            "the storage fails (Please slow down"),
        row(
            "no connector",
            () -> exists("s3a://bucket/model.onnx"),
            Whose.USER,
            "the connector of its file system is not installed (Class"
                + " org.apache.hadoop.fs.s3a.S3AFileSystem not found); add the connector's jars"),
        row(
            "a connector without its SDK",
            () -> {
              throw new NoClassDefFoundError("software/amazon/awssdk/core/exception/SdkException");
            },
            Whose.USER,
            "the connector of its file system is not installed (software/amazon/awssdk/"),
        row(
            "an unknown scheme",
            () -> exists("foo://bucket/model.onnx"),
            Whose.USER,
            "no file system has this scheme (No FileSystem for scheme \"foo\")"),
        row(
            "a file that this user may not write",
            () -> Files.writeString(Path.of("/proc/sys/kernel/ostype"), "x"),
            Whose.USER,
            "access is denied (/proc/sys/kernel/ostype"),
        row(
            "HDFS that denies access",
            () -> {
              throw new AccessControlException("Permission denied: user=ann, access=WRITE");
            },
            Whose.USER,
            "access is denied (Permission denied: user=ann, access=WRITE); check the permissions"),
        row(
            "a local file that denies access",
            () -> {
              throw new AccessDeniedException("/data/model.onnx");
            },
            Whose.USER,
            "access is denied (/data/model.onnx)"),
        row(
            "S3 that denies access",
            () -> {
              throw new IOException("Forbidden (Service: S3, Status Code: 403, Request ID: 1)");
            },
            Whose.USER,
            "access is denied (Forbidden"),
        row(
            "a path below a file",
            () -> createBelow("/proc/version"),
            Whose.USER,
            "this path cannot be used"),
        row(
            "no file",
            () -> Files.readString(Path.of("/no/such.file")),
            Whose.USER,
            "there is no such file (/no/such.file); check the paths of the configuration"),
        row(
            "no file under Hadoop",
            () -> exists("file:/no/such.file"),
            Whose.USER,
            "there is no such file (File file:/no/such.file does not exist)"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("troubles")
  void aTroubleIsSomebodysFault(String name, Failing call, Whose whose, String words) {
    assertFault(catchThrowable(call::run), whose, words);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("troubles")
  void aTroubleOfATaskIsTheSameAndSoIsWhatTravelledAsText(
      String name, Failing call, Whose whose, String words) {
    Throwable thrown = fromTask(call);
    assertFault(thrown, whose, words);
    assertFault(new SparkException(String.valueOf(thrown.getMessage())), whose, words);
  }

  private static void assertFault(Throwable thrown, Whose whose, String words) {
    assertThat(Fault.of(thrown))
        .as("%s", thrown)
        .hasValueSatisfying(
            fault -> {
              assertThat(fault.whose()).isEqualTo(whose);
              assertThat(fault.sentence())
                  .startsWith("Cannot go on: ")
                  .contains(words)
                  .hasLineCount(1)
                  .hasSizeLessThan(500);
            });
  }

  /** What an action throws one of whose tasks fails. */
  private static Throwable fromTask(Failing call) {
    Throwable thrown =
        catchThrowable(() -> LocalSpark.context().parallelize(List.of(1), 1).map(call).collect());
    assertThat(thrown).isInstanceOf(SparkException.class);
    return thrown;
  }

  @ParameterizedTest
  @MethodSource("endings")
  void whatBecameOfTheClusterIsTheEnvironmentsFault(String message, String words) {
    assertFault(new SparkException(message), Whose.ENVIRONMENT, "was lost (" + words);
  }

  static Stream<Arguments> endings() {
    String aborted =
        "Job aborted due to stage failure: Task 1 in stage 0.0 failed 4 times, most recent failure:"
            + " Lost task 1.3 in stage 0.0 (TID 7) (10.0.0.7 executor 3): ";
    String lost =
        "ExecutorLostFailure (executor 3 exited caused by one of the running tasks) Reason: ";
    return Stream.of(
        Arguments.of(
            aborted + lost + "Command exited with code 137\nDriver stacktrace:",
            lost + "Command exited with code 137)"),
        Arguments.of(
            aborted + lost + "Remote RPC client disassociated.\nDriver stacktrace:",
            lost + "Remote RPC client disassociated.)"),
        Arguments.of(
            "Job 0 cancelled because SparkContext was shut down",
            "Job 0 cancelled because SparkContext was shut down)"),
        Arguments.of(
            "Job aborted due to stage failure: ShuffleMapStage 3 (map at X.java:1) has failed the"
                + " maximum allowable number of times: 4. Most recent failure reason:\n"
                + "org.apache.spark.shuffle.FetchFailedException: Connection closed\n\tat a.B.c(D)",
            "Connection closed)"));
  }

  @Test
  void aMasterThatIsDownIsTheEnvironmentsFault() {
    // As SparkSession.Builder.getOrCreate throws it after a minute at spark://127.0.0.1:1.
    Throwable stopped =
        new IllegalStateException(
            "Cannot call methods on a stopped SparkContext.\nThis stopped SparkContext was ...");
    assertFault(stopped, Whose.ENVIRONMENT, "(Cannot call methods on a stopped SparkContext.)");
  }

  @Test
  void aMasterOfNoKindIsTheUsersFault() {
    Throwable thrown = new SparkException("Could not parse Master URL: 'nonsense'");
    assertFault(thrown, Whose.USER, "no such master (Could not parse Master URL: 'nonsense')");
  }

  @Test
  void memoryThatRanOutIsTheUsersFaultWhereverItDid() {
    Failing call =
        () -> {
          throw new IllegalStateException(new OutOfMemoryError("Java heap space"));
        };
    assertFault(catchThrowable(call::run), Whose.USER, "the heap of this JVM is full");
    Throwable fromTask = fromTask(call);
    assertFault(fromTask, Whose.USER, "the heap of this JVM is full");
    String remote =
        String.valueOf(fromTask.getMessage()).replace("executor driver)", "executor 3)");
    assertFault(new SparkException(remote), Whose.USER, "the heap of an executor is full (Java");
    assertFault(
        new SparkException(
            "Job aborted due to stage failure: Task 1 in stage 0.0 failed 4 times, most recent"
                + " failure: Lost task 1.3 in stage 0.0 (TID 7) (10.0.0.7 executor 3):"
                + " ExecutorLostFailure (executor 3 exited caused by one of the running tasks)"
                + " Reason: Command exited with code 52\nDriver stacktrace:"),
        Whose.USER,
        "the heap of an executor is full (");
    assertFault(
        new OutOfMemoryError("Physical memory usage is too high: physicalBytes (10G) > ..."),
        Whose.USER,
        "the memory for tensors is full");
  }

  @Test
  void oursAreToldAsTheyAre() {
    UserException fault = new UserException("Cannot read the model: it is damaged (a); write it");
    Throwable cause = new IOException("No space left on device");
    EnvironmentException trouble =
        new EnvironmentException("Cannot write the results: a disk is full (b); make room", cause);
    for (RuntimeException ours : List.of(fault, trouble)) {
      Whose whose = ours == fault ? Whose.USER : Whose.ENVIRONMENT;
      Failing call =
          () -> {
            throw ours;
          };
      Fault expected = new Fault(whose, String.valueOf(ours.getMessage()));
      assertThat(Fault.of(new IllegalStateException(ours))).contains(expected);
      Throwable fromTask = fromTask(call);
      assertThat(Fault.of(fromTask)).contains(expected);
      String told = String.valueOf(fromTask.getMessage());
      assertThat(Fault.of(new SparkException(told))).contains(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("bugs")
  void whatNobodyExpectedIsABug(Failing call) {
    assertThat(Fault.of(catchThrowable(call::run))).isEmpty();
    Throwable fromTask = fromTask(call);
    assertThat(Fault.of(fromTask)).isEmpty();
    assertThat(Fault.of(new SparkException(String.valueOf(fromTask.getMessage())))).isEmpty();
  }

  static Stream<Failing> bugs() {
    return Stream.of(
        () -> {
          throw new IllegalStateException("The tables do not add up: 3 images, 4 rows");
        },
        () -> List.of(1).get(2),
        () -> {
          throw new IllegalArgumentException("No explainer for Spec");
        },
        () -> {
          throw new UncheckedIOException(new IOException("Expected 4 rows"));
        },
        () -> Class.forName("org.sparklrp.NoSuchClass"),
        () -> {
          throw new NoClassDefFoundError("org/sparklrp/engine/Missing");
        },
        () -> {
          throw new RuntimeException() {
            private static final long serialVersionUID = 1L;
          };
        });
  }

  @Test
  void aChainWithoutEndIsRead() {
    Exception first = new IllegalStateException("first");
    Exception second = new IllegalStateException("second", first);
    first.initCause(second);
    assertThat(Fault.of(first)).isEmpty();
  }

  private static void fill(String file) throws IOException {
    try (FileOutputStream out = new FileOutputStream(file)) {
      out.write(new byte[1 << 16]);
    }
  }

  private static void fillByHadoop(String file) throws IOException {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(file);
    try (var out = path.getFileSystem(configuration()).create(path, true)) {
      out.write(new byte[1 << 16]);
    }
  }

  private static void exists(String uri) throws IOException {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(uri);
    path.getFileSystem(configuration()).getFileStatus(path);
  }

  private static void createBelow(String file) throws IOException {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(file, "below");
    path.getFileSystem(configuration()).create(path).close();
  }

  private static Configuration configuration() {
    Configuration configuration = new Configuration();
    configuration.setInt("ipc.client.connect.max.retries", 0);
    return configuration;
  }
}
