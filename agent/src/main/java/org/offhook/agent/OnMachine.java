package org.offhook.agent;

/** What to do where no person answers. */
public enum OnMachine {
    /** Wait for the beep, say the message, hang up; menus and networks are only hung up on. */
    LEAVE_MESSAGE,
    HANG_UP,
    /** Talk to it as to a person, whatever it is: some menus want to be talked to. */
    TALK
}
