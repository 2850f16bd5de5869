package org.offhook.agent;

/** A tool that every agent can be given. */
public enum BuiltInTool {
    HANG_UP(
            "hang_up",
            "Ends the call once the caller has heard what you say. Say goodbye in the same reply.",
            "{\"type\":\"object\",\"properties\":{}}"),
    TRANSFER(
            "transfer",
            "Passes the caller on once they have heard what you say. Say in the same reply where"
                    + " to.",
            ""),
    SEND_DTMF(
            "send_dtmf",
            "Presses telephone keys, for a machine at the other end.",
            "{\"type\":\"object\",\"properties\":{\"digits\":{\"type\":\"string\",\"description\":"
                    + "\"0-9, *, #, A-D; a comma waits 2 s\"}},\"required\":[\"digits\"]}"),
    TAKE_MESSAGE(
            "take_message",
            "Records a message of the caller's once they have heard what you say. Ask in the same"
                    + " reply to speak after the tone, and to press the hash key when done.",
            "{\"type\":\"object\",\"properties\":{}}");

    private final String key;
    private final String description;
    private final String parameters;

    BuiltInTool(String key, String description, String parameters) {
        this.key = key;
        this.description = description;
        this.parameters = parameters;
    }

    /** Its name, for the model and in the configuration. */
    public String key() {
        return key;
    }

    String description() {
        return description;
    }

    String parameters() {
        return parameters;
    }

    /** Whether it is done after the agent has spoken, so that the model need not go on. */
    boolean endsTurn() {
        return this != SEND_DTMF;
    }
}
