package io.steward.agent.journal;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * One node's tables in memory, each change to which is gathered as bytes too, for a file that holds those of many. One
 * thread changes them at a time; any may look.
 */
final class LoggedTables {
    private static final int ABSENT = -1;

    private final String node;
    private final ByteArrayOutputStream changes = new ByteArrayOutputStream();
    private final List<Logged<?>> all = new ArrayList<>();
    private final Tables tables = new Tables(named(), named(), named(), numbered(), numbered(), numbered(), named());

    LoggedTables(String node) {
        this.node = node;
    }

    String node() {
        return node;
    }

    Tables tables() {
        return tables;
    }

    /** Gives away what was gathered. */
    void moveTo(ByteArrayOutputStream other) {
        other.writeBytes(changes.toByteArray());
        changes.reset();
    }

    /** Does one change again; its node's name has been read. */
    void read(DataInputStream in) throws IOException {
        Logged<?> table = all.get(in.readByte());
        table.read(in);
    }

    private Logged<String> named() {
        Logged<String> table = new Logged<>(all.size()) {
            @Override
            void write(String key, DataOutputStream out) throws IOException {
                out.writeUTF(key);
            }

            @Override
            String key(DataInputStream in) throws IOException {
                return in.readUTF();
            }
        };
        all.add(table);
        return table;
    }

    private Logged<Long> numbered() {
        Logged<Long> table = new Logged<>(all.size()) {
            @Override
            void write(Long key, DataOutputStream out) throws IOException {
                out.writeLong(key);
            }

            @Override
            Long key(DataInputStream in) throws IOException {
                return in.readLong();
            }
        };
        all.add(table);
        return table;
    }

    private abstract class Logged<K> implements Table<K, byte[]> {
        private final int number;
        private final ConcurrentNavigableMap<K, byte[]> map = new ConcurrentSkipListMap<>();

        Logged(int number) {
            this.number = number;
        }

        abstract void write(K key, DataOutputStream out) throws IOException;

        abstract K key(DataInputStream in) throws IOException;

        @Override
        public byte @Nullable [] get(K key) {
            return map.get(key);
        }

        @Override
        public void put(K key, byte[] value) {
            map.put(key, value);
            log(key, value);
        }

        @Override
        public byte @Nullable [] remove(K key) {
            byte[] before = map.remove(key);
            if (before != null) {
                log(key, null);
            }
            return before;
        }

        @Override
        public long size() {
            return map.size();
        }

        @Override
        public Iterator<K> from(@Nullable K key) {
            NavigableMap<K, byte[]> tail = key == null ? map : map.tailMap(key, true);
            return tail.keySet().iterator();
        }

        void read(DataInputStream in) throws IOException {
            K key = key(in);
            int length = in.readInt();
            if (length == ABSENT) {
                map.remove(key);
            } else {
                map.put(key, in.readNBytes(length));
            }
        }

        private void log(K key, byte @Nullable [] value) {
            try (DataOutputStream out = new DataOutputStream(changes)) {
                out.writeUTF(node);
                out.writeByte(number);
                write(key, out);
                out.writeInt(value == null ? ABSENT : value.length);
                if (value != null) {
                    out.write(value);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
