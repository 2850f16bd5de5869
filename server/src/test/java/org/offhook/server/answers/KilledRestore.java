package org.offhook.server.answers;

import java.io.IOException;
import java.nio.file.Path;

/** Restores two backups in turn into a data folder, until it is killed: DATA BACKUP BACKUP. */
final class KilledRestore {
    private KilledRestore() {}

    public static void main(String[] arguments) throws IOException {
        Path data = Path.of(arguments[0]);
        for (int turn = 0; true; turn++) {
            AnswersBackup.restore(Path.of(arguments[1 + turn % 2]), data);
            System.out.println("restored");
            System.out.flush();
        }
    }
}
