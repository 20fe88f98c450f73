package org.sparklrp.job.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileStatus;
import org.sparklrp.job.files.HadoopPath;

/**
 * Which parts of a run are done, noted beside the tables when a task ends: whatever happens to the
 * driver, a later one goes on from here. A file of a table counts if a noted part owns it; all
 * others, of attempts that failed, were lost or came second, are swept away when the parts are
 * complete.
 *
 * <p>Notes are one small file per part, {@code _parts/00012.json}; of a task that ran twice the
 * first is noted. Only the driver writes here.
 */
public final class RunJournal {
  static final String FOLDER = "_parts";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HadoopPath home;
  private final int parts;
  private final Map<Integer, PartFiles> done = new TreeMap<>();

  private RunJournal(HadoopPath home, int parts) {
    this.home = home;
    this.parts = parts;
  }

  /** Reads what is noted; nothing yet is as good as an empty journal. */
  static RunJournal open(HadoopPath home, int parts) throws IOException {
    RunJournal journal = new RunJournal(home, parts);
    HadoopPath folder = home.child(FOLDER);
    if (folder.isFolder()) {
      for (FileStatus note : folder.files().listStatus(folder.path())) {
        journal.read(JsonFile.read(folder.child(note.getPath().getName())));
      }
    }
    return journal;
  }

  /** A note that was cut off when its driver died is none: its part is worked on again. */
  private void read(JsonNode note) {
    if (note.hasNonNull("part") && note.hasNonNull("files")) {
      Set<String> files = new TreeSet<>();
      note.path("files").forEach(file -> files.add(file.asText()));
      PartFiles part = new PartFiles(note.path("part").asInt(), List.copyOf(files));
      done.put(part.part(), part);
    }
  }

  /** The folder of the tables. */
  HadoopPath home() {
    return home;
  }

  /** Into how many parts the run is split. */
  public int parts() {
    return parts;
  }

  /** How many of them are done. */
  public synchronized int done() {
    return done.size();
  }

  /** Whether a part is done. */
  synchronized boolean isDone(int part) {
    return done.containsKey(part);
  }

  /** Notes that a part is done. */
  synchronized void note(PartFiles part) throws IOException {
    ObjectNode note = JSON.createObjectNode().put("part", part.part());
    part.files().forEach(note.putArray("files")::add);
    home.child(FOLDER)
        .child(String.format(Locale.ROOT, "%05d.json", part.part()))
        .write(JSON.writeValueAsBytes(note));
    done.put(part.part(), part);
  }

  /** Removes what no part owns from the tables' folders. */
  synchronized void sweep(Set<Table> tables) throws IOException {
    Set<String> owned = new HashSet<>();
    done.values().forEach(part -> owned.addAll(part.files()));
    for (Table table : tables) {
      HadoopPath folder = home.child(table.folder());
      if (folder.isFolder()) {
        for (FileStatus file : folder.files().listStatus(folder.path())) {
          if (!owned.contains(table.folder() + "/" + file.getPath().getName())) {
            folder.files().delete(file.getPath(), false);
          }
        }
      }
    }
  }
}
