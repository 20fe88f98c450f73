package org.sparklrp.job.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.fs.ChecksumException;
import org.sparklrp.job.files.HadoopPath;

/** Small files of JSON beside the tables, whose writer may have died while it wrote. */
public final class JsonFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonFile() {}

  /**
   * What a file says; a missing node where there is none, or one that was cut off.
   *
   * @throws IOException when the storage fails
   */
  public static JsonNode read(HadoopPath file) throws IOException {
    try {
      return JSON.readTree(file.read(HadoopPath.LARGEST_FILE));
    } catch (FileNotFoundException | JsonProcessingException | ChecksumException e) {
      return MissingNode.getInstance();
    }
  }
}
