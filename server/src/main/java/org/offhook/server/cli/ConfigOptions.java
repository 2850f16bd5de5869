package org.offhook.server.cli;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.offhook.server.config.ConfigException;
import org.offhook.server.config.Forms;
import org.offhook.server.config.ServerConfig;
import org.offhook.server.config.ServerConfigReader;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that say which configuration: a file, and what is decided without one. */
final class ConfigOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration, YAML. Without one: the demo on port 5060.")
    private Path file;

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS:PORT",
            converter = SocketAddress.class,
            description = "Where to take SIP calls, instead of sip.listen.")
    private InetSocketAddress listen;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where to keep cache, audio and log. Default: ~/.local/share/offhook")
    private Path data;

    @Option(
            names = "--models",
            paramLabel = "DIR",
            description = "Where model files are. Default: ~/.cache/offhook/models")
    private Path models;

    ServerConfig read() throws ConfigException {
        var config =
                file == null
                        ? ServerConfig.defaults()
                        : ServerConfigReader.read(file, System::getenv);
        config = listen == null ? config : config.withListen(listen);
        config = data == null ? config : config.withData(data.toAbsolutePath().normalize());
        return models == null ? config : config.withModels(models.toAbsolutePath().normalize());
    }

    /** For a program beside the server: where {@code --listen} says nothing, any free port. */
    ServerConfig readForCall() throws ConfigException {
        ServerConfig config = read();
        return listen == null
                ? config.withListen(new InetSocketAddress(config.sip().listen().getAddress(), 0))
                : config;
    }

    /** The text of {@code --listen}. */
    static final class SocketAddress implements ITypeConverter<InetSocketAddress> {
        @Override
        public InetSocketAddress convert(String text) {
            return Forms.socketAddress(text)
                    .orElseThrow(() ->
                            new TypeConversionException(
                                    "must be ADDRESS:PORT with an IP address, got \""
                                            + text
                                            + "\""));
        }
    }
}
