package org.sparklrp.job.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import org.apache.hadoop.fs.FSDataInputStream;

/** A file of any Hadoop file system as a channel of Java, to be read at any place. */
public final class SeekableFile implements SeekableByteChannel {
  private final FSDataInputStream in;
  private final long size;
  private boolean open = true;

  private SeekableFile(FSDataInputStream in, long size) {
    this.in = in;
    this.size = size;
  }

  /** Opens a file. */
  public static SeekableFile open(HadoopPath file) throws IOException {
    long size = file.files().getFileStatus(file.path()).getLen();
    return new SeekableFile(file.files().open(file.path()), size);
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    byte[] bytes = new byte[target.remaining()];
    int read = in.read(bytes, 0, bytes.length);
    if (read > 0) {
      target.put(bytes, 0, read);
    }
    return read;
  }

  @Override
  public long position() throws IOException {
    return in.getPos();
  }

  @Override
  public SeekableByteChannel position(long position) throws IOException {
    in.seek(Math.min(position, size));
    return this;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public int write(ByteBuffer source) {
    throw new NonWritableChannelException();
  }

  @Override
  public SeekableByteChannel truncate(long length) {
    throw new NonWritableChannelException();
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() throws IOException {
    open = false;
    in.close();
  }
}
