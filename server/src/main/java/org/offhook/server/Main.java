package org.offhook.server;

import org.apache.logging.log4j.LogManager;
import org.offhook.server.cli.Answers;
import org.offhook.server.cli.Check;
import org.offhook.server.cli.Dial;
import org.offhook.server.cli.Doctor;
import org.offhook.server.cli.Models;
import org.offhook.server.cli.Offhook;
import org.offhook.server.cli.PlaceCall;
import org.offhook.server.cli.Prepare;
import org.offhook.server.cli.Serve;
import org.offhook.server.dial.TestCall;

/** The program. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        LibraryLog.install();
        Thread.setDefaultUncaughtExceptionHandler(Main::die);
        System.exit(
                Offhook.with(
                                new Serve(new Program()),
                                new Dial(TestCall::run),
                                new PlaceCall(new OneCall()),
                                new Check(),
                                new Doctor(new LineCheckup()),
                                new Models(Program::fetchModels),
                                new Prepare(new Studio()),
                                new Answers(new LocalAnswers()))
                        .execute(arguments));
    }

    /** A loop thread that dies takes its calls with it: better started anew than limping. */
    private static void die(Thread thread, Throwable bug) {
        LogManager.getLogger(Main.class).fatal("thread {} died", thread.getName(), bug);
        LogManager.shutdown();
        Runtime.getRuntime().halt(1);
    }
}
