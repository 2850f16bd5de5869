package org.offhook.cache.store;

import java.io.IOException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;

/** A directory on a disk that gets full. Used by one thread. */
final class SmallDisk extends FilterDirectory {
    private long left = Long.MAX_VALUE;

    SmallDisk(Directory in) {
        super(in);
    }

    /** From now on there is room for so many bytes. */
    void leave(long bytes) {
        left = bytes;
    }

    private void take(long bytes) throws IOException {
        if (bytes > left) {
            left = 0;
            throw new IOException("No space left on device");
        }
        left -= bytes;
    }

    @Override
    public IndexOutput createOutput(String name, IOContext context) throws IOException {
        take(1);
        return metered(in.createOutput(name, context));
    }

    @Override
    public IndexOutput createTempOutput(String prefix, String suffix, IOContext context)
            throws IOException {
        take(1);
        return metered(in.createTempOutput(prefix, suffix, context));
    }

    private IndexOutput metered(IndexOutput out) {
        return new IndexOutput("metered", out.getName()) {
            @Override
            public void writeByte(byte b) throws IOException {
                take(1);
                out.writeByte(b);
            }

            @Override
            public void writeBytes(byte[] b, int offset, int length) throws IOException {
                take(length);
                out.writeBytes(b, offset, length);
            }

            @Override
            public void close() throws IOException {
                out.close();
            }

            @Override
            public long getFilePointer() {
                return out.getFilePointer();
            }

            @Override
            public long getChecksum() throws IOException {
                return out.getChecksum();
            }
        };
    }
}
