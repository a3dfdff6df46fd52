package esrp.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.junit.jupiter.api.Test;

class FileLocksTest {
    /** Failed before: nothing could be written to a mount without locks. */
    @Test
    void whereThereAreNoLocksWorkGoesOn() throws IOException {
        try (FileChannel channel = new Lockless(new IOException("No locks available"))) {
            FileLocks.lock(channel);
            assertThat(FileLocks.tryLock(channel, 0, 1)).isEqualTo(FileLocks.Try.NONE);
        }
    }

    @Test
    void anInterruptIsNoMissingLock() throws IOException {
        try (FileChannel channel = new Lockless(new FileLockInterruptionException())) {
            assertThatExceptionOfType(FileLockInterruptionException.class).isThrownBy(() -> FileLocks.lock(channel));
        }
    }

    /** A file on a system that cannot lock. */
    private static final class Lockless extends FileChannel {
        private final IOException reason;

        Lockless(IOException reason) {
            this.reason = reason;
        }

        @Override
        public FileLock lock(long from, long length, boolean shared) throws IOException {
            throw reason;
        }

        @Override
        public FileLock tryLock(long from, long length, boolean shared) throws IOException {
            throw reason;
        }

        private static UnsupportedOperationException unused() {
            return new UnsupportedOperationException("a lock needs nothing else");
        }

        @Override
        public int read(ByteBuffer to) {
            throw unused();
        }

        @Override
        public long read(ByteBuffer[] to, int offset, int length) {
            throw unused();
        }

        @Override
        public int read(ByteBuffer to, long position) {
            throw unused();
        }

        @Override
        public int write(ByteBuffer from) {
            throw unused();
        }

        @Override
        public long write(ByteBuffer[] from, int offset, int length) {
            throw unused();
        }

        @Override
        public int write(ByteBuffer from, long position) {
            throw unused();
        }

        @Override
        public long position() {
            throw unused();
        }

        @Override
        public FileChannel position(long position) {
            throw unused();
        }

        @Override
        public long size() {
            throw unused();
        }

        @Override
        public FileChannel truncate(long size) {
            throw unused();
        }

        @Override
        public void force(boolean metaData) {
            throw unused();
        }

        @Override
        public long transferTo(long position, long count, WritableByteChannel target) {
            throw unused();
        }

        @Override
        public long transferFrom(ReadableByteChannel source, long position, long count) {
            throw unused();
        }

        @Override
        public MappedByteBuffer map(MapMode mode, long position, long size) {
            throw unused();
        }

        @Override
        protected void implCloseChannel() {}
    }
}
