package org.offhook.server;

import org.offhook.server.cli.Check;
import org.offhook.server.cli.Offhook;

/** The program. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        LibraryLog.install();
        System.exit(Offhook.with(new Check()).execute(arguments));
    }
}
