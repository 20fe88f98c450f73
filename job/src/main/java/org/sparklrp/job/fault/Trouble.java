package org.sparklrp.job.fault;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is known to go wrong outside the program, in the order in which it is looked for: what says
 * more comes first. A kind is recognised by the simple name of an exception's class, which is all
 * that is known of one that another JVM threw, or by a phrase of its message.
 */
enum Trouble {
  /** A disk or a quota is used up: of the output, or of Spark's local folders. */
  DISK_FULL(
      Whose.ENVIRONMENT,
      "a disk is full",
      "make room and run it again",
      "QuotaExceededException|DSQuotaExceededException|NSQuotaExceededException|DiskOutOfSpaceException",
      "No space left on device|[Qq]uota exceeded"),

  /** The heap or the memory for tensors is used up, here or on an executor. */
  OUT_OF_MEMORY(
      Whose.USER,
      "memory ran out",
      "give executors more, by spark.executor.memory, or take smaller batches",
      "OutOfMemoryError",
      Trouble.EXIT_OUT_OF_MEMORY),

  /** Executors died or cannot be reached, or the cluster ended the application. */
  CLUSTER_LOST(
      Whose.ENVIRONMENT,
      "the cluster, or a part of it, was lost",
      "run it again; if executors die again, their logs say why, and spark.executor.memoryOverhead gives them more memory",
      "FetchFailedException|RpcTimeoutException|RpcEnvStoppedException|ExecutorDeadException",
      "ExecutorLostFailure|stopped SparkContext|SparkContext was shut down|masters are unresponsive"
          + "|Master removed our application|Failed to get broadcast"),

  /** The cluster's address is of no kind that Spark has. */
  UNKNOWN_MASTER(
      Whose.USER,
      "Spark knows no such master",
      "write it as local[*], spark://HOST:PORT, yarn or k8s://URL, and see that Spark's jars for it are there",
      "",
      "Could not parse Master URL"),

  /** Hadoop knows the scheme, but the classes behind it are not on the class path. */
  NO_CONNECTOR(
      Whose.USER,
      "the connector of its file system is not installed",
      "add the connector's jars to Spark's, for s3a those of hadoop-aws and of the AWS SDK",
      "",
      "Class \\S*(?:FileSystem|\\.fs\\.)\\S* not found|Provider \\S*FileSystem "
          + "|^(?:software/amazon|com/amazonaws|com/google/cloud|com/azure|com/microsoft/azure)/\\S+$"),

  /** A scheme that Hadoop does not know. */
  UNKNOWN_SCHEME(
      Whose.USER,
      "no file system has this scheme",
      "write for example file:, hdfs: or s3a:, or add the jars of its file system to Spark's",
      "UnsupportedFileSystemException",
      ""),

  /** The storage refuses this user; it will refuse again until rights or credentials change. */
  ACCESS_DENIED(
      Whose.USER,
      "access is denied",
      "check the permissions and the credentials",
      "AccessControlException|AccessDeniedException",
      "Permission denied|Operation not permitted|Read-only file system|Status Code: 40[13]\\b"
          + "|GSS initiate failed"),

  /** A path that nothing can lie at: below a file, or of a form the file system does not take. */
  UNSUITABLE_PATH(
      Whose.USER,
      "this path cannot be used",
      "",
      "ParentNotDirectoryException|NotDirectoryException|FileAlreadyExistsException"
          + "|PathIsNotDirectoryException|UnsuitableFileException",
      "\\((?:Not|Is) a directory\\)|Not a directory$|Mkdirs failed|File name too long"
          + "|Incomplete HDFS URI|Illegal file pattern|Invalid path"),

  /** No name service knows the host. */
  UNKNOWN_HOST(
      Whose.ENVIRONMENT,
      "a host is not known",
      "check its name, or run it again when the network finds it",
      "UnknownHostException",
      ""),

  /** The network, or the other side of it, does not answer. */
  UNREACHABLE(
      Whose.ENVIRONMENT,
      "no answer comes over the network",
      "see that the host is up and its address right, and run it again",
      "SocketException|ConnectException|NoRouteToHostException|SocketTimeoutException"
          + "|ConnectTimeoutException|AnnotatedConnectException",
      "Connection (?:refused|reset)|Broken pipe|Network is unreachable"),

  /** The storage fails in another way. */
  STORAGE_FAILS(
      Whose.ENVIRONMENT,
      "the storage fails",
      "run it again when the storage is well",
      "SafeModeException|StandbyException|RetriableException|BlockMissingException"
          + "|AWSClientIOException|AWSServiceIOException|AWSStatus500Exception"
          + "|AWSServiceThrottledException",
      "Status Code: (?:429|5\\d\\d)\\b|Input/output error|Stale file handle|Too many open files"
          + "|could only be (?:written|replicated) to 0|All datanodes"),

  /** There is nothing at a path. */
  NO_SUCH_FILE(
      Whose.USER,
      "there is no such file",
      "",
      "FileNotFoundException|NoSuchFileException|UnknownStoreException|NoSuchBucketException",
      "\\[PATH_NOT_FOUND\\]");

  /** How Spark tells of an executor that ended for want of heap. */
  static final String EXIT_OUT_OF_MEMORY = "[Ee]xit(?:ed with)? (?:code|status):? 52\\b";

  private static final String NOTHING = "(?!)";
  private static final int LONGEST_WORDS = 200;

  private final Whose whose;
  private final String reason;
  private final String remedy;
  private final Pattern types;
  private final Pattern phrases;

  Trouble(Whose whose, String reason, String remedy, String types, String phrases) {
    this.whose = whose;
    this.reason = reason;
    this.remedy = remedy;
    this.types = any(types);
    this.phrases = any(phrases);
  }

  private static Pattern any(String alternatives) {
    return Pattern.compile(alternatives.isEmpty() ? NOTHING : alternatives);
  }

  /** Who can do something about it. */
  Whose whose() {
    return whose;
  }

  /** What is wrong, as part of a sentence. */
  String reason() {
    return reason;
  }

  /** What can be done about it; empty where that depends on what the path is for. */
  String remedy() {
    return remedy;
  }

  /** Whether an exception tells of this trouble. */
  boolean isToldBy(Link link) {
    return link.types().stream().anyMatch(type -> types.matcher(type).matches())
        || phrases.matcher(link.text()).find();
  }

  /** What an exception says of this trouble; of a long text, what begins with the known phrase. */
  String words(Link link) {
    String text = link.text();
    Matcher matcher = phrases.matcher(text);
    String words =
        text.length() > LONGEST_WORDS && matcher.find() ? text.substring(matcher.start()) : text;
    return words.length() > LONGEST_WORDS ? words.substring(0, LONGEST_WORDS) + "..." : words;
  }
}
