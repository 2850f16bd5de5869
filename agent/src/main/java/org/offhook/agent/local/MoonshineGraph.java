package org.offhook.agent.local;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Makes of Moonshine's published decoder two faster ones that say the same.
 *
 * <p>The published graph is one {@code If} with a branch for the first token and a branch for all
 * later ones, and both turn the whole 8-bit output matrix (416 x 32,768) into floats for every
 * single token: two thirds of a token's time and 54 MB of memory traffic. Here each branch becomes
 * a model of its own, and the output matrix is multiplied as it is, in 8 bits, as the published
 * graph does with every other matrix. That rounds the last activations, too: not the same floats,
 * but the same words on every clip tried. Numbers are those of onnx.proto, whose messages are
 * ModelProto, GraphProto, NodeProto and AttributeProto.
 */
final class MoonshineGraph implements AutoCloseable {
    private static final int MODEL_GRAPH = 7;
    private static final int MODEL_OPSETS = 8;
    private static final int OPSET_DOMAIN = 1;
    private static final int OPSET_VERSION = 2;
    private static final int GRAPH_NODE = 1;
    private static final int GRAPH_INITIALIZER = 5;
    private static final int GRAPH_INPUT = 11;
    private static final int NODE_INPUT = 1;
    private static final int NODE_OUTPUT = 2;
    private static final int NODE_OPERATOR = 4;
    private static final int NODE_ATTRIBUTE = 5;
    private static final int NODE_DOMAIN = 7;
    private static final int ATTRIBUTE_NAME = 1;
    private static final int ATTRIBUTE_GRAPH = 6;
    private static final int VALUE_NAME = 1;
    private static final int TENSOR_NAME = 8;
    private static final String RUNTIME_DOMAIN = "com.microsoft";
    private static final Set<String> FIRST_INPUTS = Set.of("input_ids", "encoder_hidden_states");

    private final Arena arena;
    private final List<ProtoField> model;
    private final List<ProtoField> graph;

    private MoonshineGraph(Arena arena, ByteBuffer file) {
        this.arena = arena;
        this.model = ProtoField.read(file);
        this.graph = ProtoField.read(ProtoField.payloads(model, MODEL_GRAPH).getFirst());
    }

    /**
     * Maps the published file until closed.
     *
     * @throws IOException unreadable
     */
    static MoonshineGraph open(Path decoder) throws IOException {
        Arena arena = Arena.ofConfined();
        try (var channel = FileChannel.open(decoder)) {
            var file = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            return new MoonshineGraph(arena, file.asByteBuffer());
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    /** The model of the first token, valid until closed; it wants no past. */
    ByteBuffer first() {
        return branch("else_branch", FIRST_INPUTS::contains);
    }

    /** The model of every later token, valid until closed. */
    ByteBuffer later() {
        return branch("then_branch", name -> !name.equals("use_cache_branch"));
    }

    @Override
    public void close() {
        arena.close();
    }

    private ByteBuffer branch(String name, Predicate<String> isInput) {
        List<ProtoField> fields = multiplyingInBytes(ProtoField.read(branchGraph(name)));
        var used = new HashSet<String>();
        for (ProtoField field : fields) {
            if (field.number() == GRAPH_NODE) {
                used.addAll(ProtoField.texts(field.fields(), NODE_INPUT));
            }
        }
        for (ProtoField field : graph) {
            boolean kept =
                    switch (field.number()) {
                        case GRAPH_INITIALIZER -> used.contains(text(field, TENSOR_NAME));
                        case GRAPH_INPUT -> isInput.test(text(field, VALUE_NAME));
                        default -> false;
                    };
            if (kept) {
                fields.add(field);
            }
        }
        var made = new ArrayList<>(model);
        made.removeIf(field -> field.number() == MODEL_GRAPH);
        made.add(
                new ProtoField.Nested(
                        MODEL_OPSETS,
                        List.of(
                                ProtoField.text(OPSET_DOMAIN, RUNTIME_DOMAIN),
                                ProtoField.number(OPSET_VERSION, 1))));
        made.add(new ProtoField.Nested(MODEL_GRAPH, fields));
        ByteBuffer out = arena.allocate(ProtoField.wireBytesOf(made)).asByteBuffer();
        made.forEach(field -> field.write(out));
        return out.flip();
    }

    private ByteBuffer branchGraph(String name) {
        List<ProtoField> choice =
                ProtoField.read(ProtoField.payloads(graph, GRAPH_NODE).getFirst());
        for (ByteBuffer payload : ProtoField.payloads(choice, NODE_ATTRIBUTE)) {
            List<ProtoField> attribute = ProtoField.read(payload);
            if (ProtoField.texts(attribute, ATTRIBUTE_NAME).contains(name)) {
                return ProtoField.payloads(attribute, ATTRIBUTE_GRAPH).getFirst();
            }
        }
        throw new IllegalArgumentException("no " + name + " in " + choice);
    }

    /** The fields of a branch; a product with a matrix made float becomes one with its bytes. */
    private static List<ProtoField> multiplyingInBytes(List<ProtoField> branch) {
        var madeFloat = new HashMap<String, List<String>>();
        for (ProtoField field : branch) {
            if (isNode(field, "DequantizeLinear")) {
                madeFloat.put(
                        text(field, NODE_OUTPUT), ProtoField.texts(field.fields(), NODE_INPUT));
            }
        }
        var replaced = new HashSet<String>();
        var fields = new ArrayList<ProtoField>();
        for (ProtoField field : branch) {
            String matrix = isNode(field, "MatMul") ? secondFactor(field) : "";
            if (madeFloat.containsKey(matrix)) {
                replaced.add(matrix);
                fields.add(productInBytes(field, madeFloat.get(matrix)));
            } else {
                fields.add(field);
            }
        }
        // The runtime would go on making floats that nobody reads.
        fields.removeIf(field ->
                isNode(field, "DequantizeLinear") && replaced.contains(text(field, NODE_OUTPUT)));
        return fields;
    }

    /**
     * @param matrix names of its bytes, scale and zero point
     */
    private static ProtoField productInBytes(ProtoField product, List<String> matrix) {
        var node = new ArrayList<ProtoField>();
        node.add(ProtoField.text(NODE_INPUT, text(product, NODE_INPUT)));
        matrix.forEach(name -> node.add(ProtoField.text(NODE_INPUT, name)));
        node.add(ProtoField.text(NODE_OUTPUT, text(product, NODE_OUTPUT)));
        node.add(ProtoField.text(NODE_OPERATOR, "DynamicQuantizeMatMul"));
        node.add(ProtoField.text(NODE_DOMAIN, RUNTIME_DOMAIN));
        return new ProtoField.Nested(GRAPH_NODE, node);
    }

    private static boolean isNode(ProtoField field, String operator) {
        return field.number() == GRAPH_NODE && text(field, NODE_OPERATOR).equals(operator);
    }

    private static String secondFactor(ProtoField product) {
        return ProtoField.texts(product.fields(), NODE_INPUT).get(1);
    }

    /** The first text with this number in a nested message. */
    private static String text(ProtoField field, int number) {
        return ProtoField.texts(field.fields(), number).getFirst();
    }
}
